// ICMP, RFC 792, on the wire and quoted by ICMP.
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

enum Type : std::uint8_t {
  destination_unreachable = 3,
  source_quench = 4,
  redirect = 5,
  time_exceeded = 11,
  parameter_problem = 12,
  timestamp = 13,
  timestamp_reply = 14,
  address_mask = 17,
  address_mask_reply = 18,
  domain_name = 37,
  domain_name_reply = 38,
};

bool quotes_a_packet(std::uint8_t type) {
  return type == destination_unreachable || type == source_quench || type == redirect || type == time_exceeded ||
         type == parameter_problem;
}

bool is_query(std::uint8_t type) {
  return type == 0 || type == 8 || (type >= timestamp && type <= address_mask_reply) || type == domain_name ||
         type == domain_name_reply;
}

// What comes after type, code and checksum.
void read_rest_of_header(Fields& fields, std::uint8_t type) {
  if (is_query(type)) {
    fields.skip(2, 2);
    if (type == timestamp || type == timestamp_reply) fields.skip(4, 4, 4);
    if (type == address_mask || type == address_mask_reply || type == domain_name || type == domain_name_reply) {
      fields.skip(4);
    }
  } else if (type == destination_unreachable || type == time_exceeded || type == parameter_problem) {
    fields.skip(1, 1, 2);
  } else {
    fields.skip(4);
  }
}

Step message(LayerKind kind, Bytes bytes) {
  Fields fields(bytes);
  const std::uint8_t type = fields.u8();
  fields.skip(1, 2);
  read_rest_of_header(fields, type);
  return fields.step(kind, quotes_a_packet(type) ? ipv4_in_icmp : nullptr);
}

}  // namespace

Step icmp(Bytes bytes) { return message(ND_LAYER_ICMP, bytes); }
Step icmp_in_icmp(Bytes bytes) { return message(ND_LAYER_ICMP_IN_ICMP, bytes); }

}  // namespace netdumplings::packet
