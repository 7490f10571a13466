// PPTP's control connection, RFC 2637. Each message is a layer.
#include <array>

#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

constexpr std::ptrdiff_t header = 12;

// Fields after the header. Those of 64 bytes (names) and 128 bytes (statistics) may be cut anywhere.
struct Message {
  LayerKind kind;
  std::array<std::uint8_t, 12> fields;  // sizes; 0 ends the list
};
constexpr std::array messages = std::to_array<Message>({
    {ND_LAYER_PPTP, {}},
    {ND_LAYER_PPTP_START_REQUEST, {2, 2, 4, 4, 2, 2, 64, 64}},
    {ND_LAYER_PPTP_START_REPLY, {2, 1, 1, 4, 4, 2, 2, 64, 64}},
    {ND_LAYER_PPTP_STOP_REQUEST, {1, 1, 2}},
    {ND_LAYER_PPTP_STOP_REPLY, {1, 1, 2}},
    {ND_LAYER_PPTP_ECHO_REQUEST, {4}},
    {ND_LAYER_PPTP_ECHO_REPLY, {4, 1, 1, 2}},
    {ND_LAYER_PPTP_OUTGOING_CALL_REQUEST, {2, 2, 4, 4, 4, 4, 2, 2, 2, 2, 64, 64}},
    {ND_LAYER_PPTP_OUTGOING_CALL_REPLY, {2, 2, 1, 1, 2, 4, 2, 2, 4}},
    {ND_LAYER_PPTP_INCOMING_CALL_REQUEST, {2, 2, 4, 4, 2, 2, 64, 64, 64}},
    {ND_LAYER_PPTP_INCOMING_CALL_REPLY, {2, 2, 1, 1, 2, 2, 2}},
    {ND_LAYER_PPTP_INCOMING_CALL_CONNECTED, {2, 2, 4, 2, 2, 4}},
    {ND_LAYER_PPTP_CALL_CLEAR_REQUEST, {2, 2}},
    {ND_LAYER_PPTP_CALL_DISCONNECT_NOTIFY, {2, 1, 1, 2, 2, 128}},
    {ND_LAYER_PPTP_WAN_ERROR_NOTIFY, {2, 2, 4, 4, 4, 4, 4, 4}},
    {ND_LAYER_PPTP_SET_LINK_INFO, {2, 2, 4, 4}},
});

}  // namespace

Step pptp_control(Bytes bytes) {
  if (bytes.size() < 10) return not_this_layer;
  Fields fields(bytes);
  const std::uint16_t length = fields.u16();
  fields.skip(2, 4, 2, 2);
  const std::uint8_t type = bytes[9];
  const Message& message = messages[type < messages.size() ? type : 0];
  for (const std::uint8_t size : message.fields) size < 64 ? fields.skip(size) : fields.text(size);
  if (message.kind == ND_LAYER_PPTP) fields.text(length - header);
  return fields.step(message.kind, nullptr);
}

}  // namespace netdumplings::packet
