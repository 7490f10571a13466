// Reads VLAN tags: IEEE 802.1Q, and the outer tag of 802.1ad.
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads one VLAN tag. A view: it owns nothing; it and all Bytes that it returns are valid as long as the packet.
class Vlan {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_DOT1Q || kind == ND_LAYER_DOT1AD; }
  /// Makes a view of `layer`, or returns nothing if fewer than 4 bytes of it were captured.
  static std::optional<Vlan> of(const Layer& layer) {
    return layer.bytes.size() < 4 ? std::nullopt : std::optional(Vlan(layer));
  }

  /// Returns the VLAN's number, 0 to 4095.
  std::uint16_t id() const { return detail::be16(layer_.bytes, 0) & 0x0fff; }
  /// Returns the priority, 0 to 7.
  std::uint8_t priority() const { return layer_.bytes[0] >> 5; }
  /// Returns the flag DEI: a congested switch may drop this frame first.
  bool is_drop_eligible() const { return (layer_.bytes[0] & 0x10) != 0; }
  /// Returns the EtherType of the tagged payload: 0x0800 is IPv4. Values up to 1500 are its length in bytes instead.
  std::uint16_t ether_type() const { return detail::be16(layer_.bytes, 2); }
  /// Returns the captured bytes after the header.
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Vlan(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
