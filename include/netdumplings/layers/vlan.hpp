// VLAN tags: 802.1Q, and 802.1ad around it.
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// A view on one tag: valid as long as the packet.
class Vlan {
 public:
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_DOT1Q || kind == ND_LAYER_DOT1AD; }
  static std::optional<Vlan> of(const Layer& layer) {
    return layer.bytes.size() < 4 ? std::nullopt : std::optional(Vlan(layer));
  }

  /// 0 to 4095.
  std::uint16_t id() const { return detail::be16(layer_.bytes, 0) & 0x0fff; }
  /// 0 to 7.
  std::uint8_t priority() const { return layer_.bytes[0] >> 5; }
  bool is_drop_eligible() const { return (layer_.bytes[0] & 0x10) != 0; }
  /// Of what is tagged; up to 1500 it is a length in bytes.
  std::uint16_t ether_type() const { return detail::be16(layer_.bytes, 2); }
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Vlan(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
