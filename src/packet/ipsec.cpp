// IPsec: AH (RFC 4302), ESP (RFC 4303), and ISAKMP (RFC 2408). Each of its payloads is a layer.
#include <array>

#include "packet/bindings.hpp"
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::uint8_t encrypted = 1;
constexpr std::size_t payload_head = 4;

struct Payload {
  std::uint8_t type;
  LayerKind kind;
  std::array<std::uint8_t, 4> fields;  // sizes, after next payload, reserved byte and length; 0 ends the list
};
constexpr std::array payloads = std::to_array<Payload>({
    {1, ND_LAYER_ISAKMP_SA, {4, 4}},
    {2, ND_LAYER_ISAKMP_PROPOSAL, {1, 1, 1, 1}},
    {3, ND_LAYER_ISAKMP_TRANSFORM, {1, 1, 2}},
    {4, ND_LAYER_ISAKMP_KEY_EXCHANGE, {}},
    {5, ND_LAYER_ISAKMP_IDENTIFICATION, {1, 1, 2}},
    {8, ND_LAYER_ISAKMP_HASH, {}},
    {10, ND_LAYER_ISAKMP_NONCE, {}},
    {13, ND_LAYER_ISAKMP_VENDOR_ID, {}},
});
constexpr Payload any_payload{0, ND_LAYER_ISAKMP_PAYLOAD, {}};

Parser after_isakmp(std::uint8_t next_payload);

Step read(const Payload& payload, Bytes bytes) {
  Fields fields(bytes);
  const std::uint8_t next_payload = fields.u8();
  fields.skip(1);
  const std::uint16_t length = fields.u16();
  std::ptrdiff_t body = length - static_cast<std::ptrdiff_t>(payload_head);
  for (const std::uint8_t size : payload.fields) {
    fields.skip(size);
    body -= size;
  }
  if (payload.kind == ND_LAYER_ISAKMP_PROPOSAL && bytes.size() > 6) fields.text(bytes[6]);  // its SPI isn't in `body`
  fields.text(body);
  return fields.sibling(payload.kind, payload_head, after_isakmp(next_payload));
}

template <std::size_t Index>
Step table_payload(Bytes bytes) {
  return read(payloads[Index], bytes);
}
template <std::size_t... Index>
constexpr std::array<Parser, sizeof...(Index)> table_parsers(std::index_sequence<Index...> /*all*/) {
  return {table_payload<Index>...};
}
constexpr auto parsers = table_parsers(std::make_index_sequence<payloads.size()>());

Parser after_isakmp(std::uint8_t next_payload) {
  if (next_payload == 0) return nullptr;
  for (std::size_t i = 0; i < payloads.size(); ++i) {
    if (payloads[i].type == next_payload) return parsers[i];
  }
  return [](Bytes bytes) { return read(any_payload, bytes); };
}

}  // namespace

Step ipsec_authentication(Bytes bytes) {
  Fields fields(bytes);
  const std::uint8_t next_header = fields.u8();
  const std::uint8_t words = fields.u8();  // the length in words of four bytes, minus two
  fields.skip(2, 4, 4);
  fields.text((words - 1) * std::ptrdiff_t{4});
  return fields.step(ND_LAYER_AH, after_authentication_header(next_header));
}

Step ipsec_encryption(Bytes bytes) {
  Fields fields(bytes);
  fields.skip(4, 4);
  return fields.keeping_rest(ND_LAYER_ESP);
}

Step isakmp(Bytes bytes) {
  Fields fields(bytes);
  fields.text(8);
  fields.text(8);
  const std::uint8_t next_payload = fields.u8();
  fields.skip(1, 1);
  const bool is_readable = (fields.u8() & encrypted) == 0;
  fields.skip(4, 4);
  return fields.step(ND_LAYER_ISAKMP, is_readable ? after_isakmp(next_payload) : nullptr);
}

}  // namespace netdumplings::packet
