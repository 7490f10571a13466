// ICMP (RFC 792).
#pragma once

#include <netdumplings/layers/icmp_message.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// A view: valid as long as the packet. What an error quotes are the layers after this one ("IP in ICMP", ...).
class Icmp : public detail::IcmpMessage<8, 0> {
 public:
  static constexpr std::uint8_t destination_unreachable = 3;
  static constexpr std::uint8_t time_exceeded = 11;

  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_ICMP; }
  static std::optional<Icmp> of(const Layer& layer) {
    return layer.bytes.size() < least ? std::nullopt : std::optional(Icmp(layer));
  }

 private:
  using IcmpMessage::IcmpMessage;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
