// Reads headers of VXLAN (RFC 7348).
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads a header of VXLAN. A view: it owns nothing; it and all Bytes that it returns are valid as long as the packet.
class Vxlan {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_VXLAN; }
  /// Makes a view of `layer`, or returns nothing if fewer than 8 bytes of it were captured.
  static std::optional<Vxlan> of(const Layer& layer) {
    return layer.bytes.size() < 8 ? std::nullopt : std::optional(Vxlan(layer));
  }

  /// Returns the flags; 0x08 says that there is a network's number.
  std::uint8_t flags() const { return layer_.bytes[0]; }
  /// Returns the virtual network's number (VNI), 0 to 16,777,215.
  std::uint32_t network() const { return detail::be32(layer_.bytes, 4) >> 8; }
  /// Returns the captured bytes after the header.
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Vxlan(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
