// Mobility headers of IPv6, RFC 6275. Each message is a layer; its options aren't read.
#include <array>
#include <cstdlib>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

struct Message {
  LayerKind kind;
  std::array<std::int8_t, 4> fields;  // sizes, after the checksum; 0 ends the list; a negative one may be cut anywhere
};
constexpr std::array messages = std::to_array<Message>({
    {ND_LAYER_MOBILITY_BINDING_REFRESH_REQUEST, {2}},
    {ND_LAYER_MOBILITY_HOME_TEST_INIT, {-2, -8}},
    {ND_LAYER_MOBILITY_CARE_OF_TEST_INIT, {-2, -8}},
    {ND_LAYER_MOBILITY_HOME_TEST, {2, -8, -8}},
    {ND_LAYER_MOBILITY_CARE_OF_TEST, {2, -8, -8}},
    {ND_LAYER_MOBILITY_BINDING_UPDATE, {2, 2, 2}},
    {ND_LAYER_MOBILITY_BINDING_ACK, {1, 1, 2, 2}},
    {ND_LAYER_MOBILITY_BINDING_ERROR, {1, 1, 16}},
});
constexpr Message any_message{ND_LAYER_MOBILITY, {}};

}  // namespace

Step ipv6_mobility(Bytes bytes) {
  if (bytes.size() <= 3) return not_this_layer;
  Fields fields(bytes);
  fields.skip(1);
  std::ptrdiff_t rest = fields.u8() * std::ptrdiff_t{8} + 2;  // after the checksum, as the header says
  const std::uint8_t type = fields.u8();
  fields.skip(1, 2);
  const Message& message = type < messages.size() ? messages[type] : any_message;
  for (const std::int8_t size : message.fields) {
    size < 0 ? fields.text(-size) : fields.skip(size);
    rest -= std::abs(size);
  }
  // scapy reads eight bytes less of a message that it doesn't know.
  fields.text(message.kind == ND_LAYER_MOBILITY ? rest - 8 : rest);
  return fields.step(message.kind, nullptr);
}

}  // namespace netdumplings::packet
