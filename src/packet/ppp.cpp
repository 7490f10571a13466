// PPP (RFC 1661), the protocols that set it up and authenticate its users, its framing by HDLC (RFC 1662), and PPPoE
// (RFC 2516).
#include <algorithm>

#include "packet/bindings.hpp"
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::uint8_t all_stations = 0xff;  // the address that HDLC's framing begins with

// A message begins with a code, an identifier and the whole message's length.
struct Head {
  std::uint8_t code;
  std::ptrdiff_t body;
};
Head read_head(Fields& fields) {
  const std::uint8_t code = fields.u8();
  fields.skip(1);
  return {code, fields.u16() - std::ptrdiff_t{4}};
}

// A network control protocol has options after that.
Step network_control(LayerKind kind, Bytes bytes) {
  Fields fields(bytes);
  fields.text(read_head(fields).body);
  return fields.step(kind, nullptr);
}

}  // namespace

Step hdlc(Bytes bytes) { return fixed<ND_LAYER_HDLC, ppp, 1, 1>(bytes); }
Step ppp_with_direction(Bytes bytes) { return fixed<ND_LAYER_PPP_WITH_DIRECTION, ppp, 1>(bytes); }

Step ppp(Bytes bytes) {
  if (bytes[0] == all_stations) return hdlc(bytes);
  Fields fields(bytes);
  // A protocol number below 256 may be sent as one byte. Only the last byte of a protocol number is odd.
  const bool is_short = (bytes[0] & 1) != 0;
  const std::uint16_t protocol = is_short ? fields.u8() : fields.u16();
  return fields.step(ND_LAYER_PPP, after_ppp(protocol));
}

Step ppp_link_control(Bytes bytes) {
  enum Code : std::uint8_t { code_reject = 7, protocol_reject = 8, echo_request = 9, discard_request = 11 };
  Fields fields(bytes);
  const Head head = read_head(fields);
  if (head.code == code_reject || head.code == protocol_reject) return fields.keeping_rest(ND_LAYER_PPP_LCP);
  const bool has_magic_number = head.code >= echo_request && head.code <= discard_request;
  if (has_magic_number) fields.skip(4);
  fields.text(head.body - (has_magic_number ? 4 : 0));
  return fields.closed(ND_LAYER_PPP_LCP);
}

Step ppp_ip_control(Bytes bytes) { return network_control(ND_LAYER_PPP_IPCP, bytes); }
Step ppp_encryption_control(Bytes bytes) { return network_control(ND_LAYER_PPP_ECP, bytes); }

Step ppp_password(Bytes bytes) {
  enum Code : std::uint8_t { request = 1, acknowledged = 2, refused = 3 };
  Fields fields(bytes);
  const Head head = read_head(fields);
  if (head.code < request || head.code > refused) {
    fields.text(head.body);
  } else {
    fields.text(fields.u8());
    if (head.code == request) fields.text(fields.u8());
  }
  return fields.closed(ND_LAYER_PPP_PAP);
}

Step ppp_challenge(Bytes bytes) {
  enum Code : std::uint8_t { challenge = 1, response = 2 };
  Fields fields(bytes);
  const Head head = read_head(fields);
  std::ptrdiff_t text = head.body;
  if (head.code == challenge || head.code == response) {
    const std::uint8_t value = fields.u8();
    fields.text(value);
    text = head.body - value - 1;
  }
  fields.text(text);
  return fields.closed(ND_LAYER_PPP_CHAP);
}

Step pppoe(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(1);
  const std::uint8_t code = fields.u8();
  fields.skip(2, 2);
  return fields.step(ND_LAYER_PPPOE, code == 0 ? ppp : nullptr);
}

Step pppoe_discovery(Bytes bytes) {
  constexpr auto tags = [](Bytes list) { return keeps_rest(ND_LAYER_PPPOE_TAGS, list, 0); };
  Fields fields(bytes);
  const std::uint8_t type = fields.u8() & 0x0f;
  const std::uint8_t code = fields.u8();
  fields.skip(2);
  const std::uint16_t length = fields.u16();
  if (fields.broken()) return not_this_layer;
  constexpr std::uint8_t session_data = 0;  // a frame of a session, with the EtherType of discovery
  const Parser next = type == 1 ? static_cast<Parser>(tags) : code == session_data ? ppp : nullptr;
  return carries(ND_LAYER_PPPOE_DISCOVERY, bytes, fields.at(), length, next);
}

}  // namespace netdumplings::packet
