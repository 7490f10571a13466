// TFTP, RFC 1350 and 2347.
#include <algorithm>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

enum Operation : std::uint16_t { read = 1, write = 2, data = 3, acknowledgement = 4, error = 5, option_ack = 6 };

// Steps over a string and its final zero, or over all that is left.
void read_string(Fields& fields) {
  const Bytes rest = fields.rest();
  const auto end = std::find(rest.begin(), rest.end(), std::uint8_t{0});
  fields.text(end - rest.begin() + 1);
}

Step options(Bytes bytes) { return keeps_rest(ND_LAYER_TFTP_OPTIONS, bytes, 0); }

template <LayerKind Kind>
Step request(Bytes bytes) {
  Fields fields(bytes);
  read_string(fields);  // the file's name
  read_string(fields);  // the transfer's mode
  return fields.step(Kind, options);
}

Step error_message(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(2);
  read_string(fields);
  return fields.step(ND_LAYER_TFTP_ERROR, nullptr);
}

Parser after_tftp(std::uint16_t operation) {
  switch (operation) {
    case read:
      return request<ND_LAYER_TFTP_READ>;
    case write:
      return request<ND_LAYER_TFTP_WRITE>;
    case data:
      return fixed<ND_LAYER_TFTP_DATA, nullptr, 2>;
    case acknowledgement:
      return fixed<ND_LAYER_TFTP_ACK, nullptr, 2>;
    case error:
      return error_message;
    case option_ack:
      return fixed<ND_LAYER_TFTP_OPTION_ACK, options>;
    default:
      return nullptr;
  }
}

}  // namespace

Step tftp(Bytes bytes) {
  Fields fields(bytes);
  const std::uint16_t operation = fields.u16();
  return fields.step(ND_LAYER_TFTP, after_tftp(operation));
}

}  // namespace netdumplings::packet
