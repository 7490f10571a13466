// Reads ICMP messages (RFC 792).
#pragma once

#include <netdumplings/layers/icmp_message.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads an ICMP message. A view: it owns nothing; it and all Bytes that it returns are valid as long as the packet.
/// The packet that an error quotes is in the layers after this one ("IP in ICMP" and so on).
class Icmp : public detail::IcmpMessage<8, 0> {
 public:
  /// Values of type(), beside echo_request and echo_reply.
  static constexpr std::uint8_t destination_unreachable = 3;
  static constexpr std::uint8_t time_exceeded = 11;

  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_ICMP; }
  /// Makes a view of `layer`, or returns nothing if fewer than 4 bytes of it were captured.
  static std::optional<Icmp> of(const Layer& layer) {
    return layer.bytes.size() < least ? std::nullopt : std::optional(Icmp(layer));
  }

 private:
  using IcmpMessage::IcmpMessage;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
