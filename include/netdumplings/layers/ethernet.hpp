// Ethernet II and IEEE 802.3.
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// A view: valid as long as the packet.
class Ethernet {
 public:
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_ETHERNET || kind == ND_LAYER_DOT3; }
  static std::optional<Ethernet> of(const Layer& layer) {
    return layer.bytes.size() < 14 ? std::nullopt : std::optional(Ethernet(layer));
  }

  MacAddress destination() const { return MacAddress(layer_.bytes); }
  MacAddress source() const { return MacAddress(layer_.bytes.subspan(6)); }
  /// An EtherType (0x0800 is IPv4); in an 802.3 frame, the length in bytes of what it carries.
  std::uint16_t ether_type() const { return detail::be16(layer_.bytes, 12); }
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Ethernet(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
