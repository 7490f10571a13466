// DCE/RPC, connection-oriented (version 5): its header and those of its messages. What calls carry is Raw.
#include <algorithm>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

enum Type : std::uint8_t {
  request = 0,
  response = 2,
  fault = 3,
  bind = 11,
  bind_acknowledged = 12,
  bind_refused = 13,
  alter_context = 14,
  alter_context_response = 15,
  third_authentication = 16,
};
constexpr std::uint8_t has_object = 0x80;
constexpr std::size_t syntax_size = 20;

// Numbers are in the sender's byte order.
template <bool LittleEndian>
std::uint16_t u16(Fields& fields) {
  return LittleEndian ? fields.le16() : fields.u16();
}

template <LayerKind Kind>
Step contexts(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(2, 2, 4);
  std::size_t count = fields.u8();
  fields.text(3);
  for (; count > 0 && !fields.at_end(); --count) {
    const std::size_t transfer_syntaxes = fields.left() > 2 ? fields.rest()[2] : 0;
    fields.text(static_cast<std::ptrdiff_t>(4 + syntax_size * (1 + transfer_syntaxes)));
  }
  return fields.step(Kind, nullptr);
}

template <LayerKind Kind, bool LittleEndian>
Step results(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(2, 2, 4);
  const std::uint16_t address = u16<LittleEndian>(fields);
  fields.text(address + (4 - (address + 2) % 4) % 4);
  const std::size_t count = fields.u8();
  fields.text(3);
  fields.text(static_cast<std::ptrdiff_t>(count * (4 + syntax_size)));
  return fields.step(Kind, nullptr);
}

Step refusal(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(2);
  fields.text(fields.u8() * std::ptrdiff_t{2});
  return fields.step(ND_LAYER_DCERPC_BIND_NAK, nullptr);
}

Step third_authentication_message(Bytes bytes) {
  Fields fields(bytes);
  fields.text(4);
  return fields.step(ND_LAYER_DCERPC_AUTH3, nullptr);
}

Parser after_header(std::uint8_t type, std::uint8_t flags, bool is_little_endian) {
  switch (type) {
    case request:
      return (flags & has_object) != 0 ? fixed<ND_LAYER_DCERPC_REQUEST, nullptr, 4, 2, 2, 16>
                                       : static_cast<Parser>(fixed<ND_LAYER_DCERPC_REQUEST, nullptr, 4, 2, 2>);
    case response:
      return fixed<ND_LAYER_DCERPC_RESPONSE, nullptr, 4, 2, 1, 1>;
    case fault:
      return fixed<ND_LAYER_DCERPC_FAULT, nullptr, 4, 2, 1, 1, 4, 4>;
    case bind:
      return contexts<ND_LAYER_DCERPC_BIND>;
    case bind_acknowledged:
      return is_little_endian ? results<ND_LAYER_DCERPC_BIND_ACK, true> : results<ND_LAYER_DCERPC_BIND_ACK, false>;
    case bind_refused:
      return refusal;
    case alter_context:
      return contexts<ND_LAYER_DCERPC_ALTER_CONTEXT>;
    case alter_context_response:
      return is_little_endian ? results<ND_LAYER_DCERPC_ALTER_CONTEXT_RESPONSE, true>
                              : results<ND_LAYER_DCERPC_ALTER_CONTEXT_RESPONSE, false>;
    case third_authentication:
      return third_authentication_message;
    default:
      return nullptr;
  }
}

}  // namespace

Step dcerpc(Bytes bytes) {
  constexpr std::uint8_t connectionless = 4;
  if (bytes[0] == connectionless) return not_this_layer;
  Fields fields(bytes);
  fields.skip(1, 1);
  const std::uint8_t type = fields.u8();
  const std::uint8_t flags = fields.u8();
  const bool is_little_endian = fields.u8() >> 4 == 1;
  fields.skip(1, 1, 1, 2);
  const std::uint16_t verifier = is_little_endian ? fields.le16() : fields.u16();
  fields.skip(4);
  Step step = fields.step(ND_LAYER_DCERPC, after_header(type, flags, is_little_endian));
  if (step.kind == ND_LAYER_NONE || verifier == 0) return step;
  step.trailer = std::min(step.carried, verifier + std::uint32_t{8});
  step.carried -= step.trailer;
  return step;
}

}  // namespace netdumplings::packet
