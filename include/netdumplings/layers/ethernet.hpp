// Reads Ethernet II and IEEE 802.3 frames.
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads an Ethernet header. A view: it owns nothing; it and all Bytes that it returns are valid as long as the packet.
class Ethernet {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_ETHERNET || kind == ND_LAYER_DOT3; }
  /// Makes a view of `layer`, or returns nothing if fewer than 14 bytes of it were captured.
  static std::optional<Ethernet> of(const Layer& layer) {
    return layer.bytes.size() < 14 ? std::nullopt : std::optional(Ethernet(layer));
  }

  /// Returns the receiver's address.
  MacAddress destination() const { return MacAddress(layer_.bytes); }
  /// Returns the sender's address.
  MacAddress source() const { return MacAddress(layer_.bytes.subspan(6)); }
  /// Returns the EtherType: 0x0800 is IPv4. In an 802.3 frame, returns the payload's length in bytes instead.
  std::uint16_t ether_type() const { return detail::be16(layer_.bytes, 12); }
  /// Returns the captured bytes after the header.
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Ethernet(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
