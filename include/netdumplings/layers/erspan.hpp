// Reads headers of ERSPAN, by which switches mirror frames (draft-foschiano-erspan).
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads a header of ERSPAN II or III; ERSPAN I has none. A view: it owns nothing; it and all Bytes that it returns are
/// valid as long as the packet.
class Erspan {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_ERSPAN_II || kind == ND_LAYER_ERSPAN_III; }
  /// Makes a view of `layer`, or returns nothing if fewer than 4 bytes of it were captured.
  static std::optional<Erspan> of(const Layer& layer) {
    return layer.bytes.size() < 4 ? std::nullopt : std::optional(Erspan(layer));
  }

  /// Returns the number of the mirroring session, 0 to 1023.
  std::uint16_t session() const { return detail::be16(layer_.bytes, 2) & 0x03ff; }
  /// Returns the VLAN that the mirrored frame came from, 0 to 4095.
  std::uint16_t vlan() const { return detail::be16(layer_.bytes, 0) & 0x0fff; }
  /// Returns the captured bytes after the header.
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Erspan(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
