// Reads headers of Geneve (RFC 8926).
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads a header of Geneve. A view: it owns nothing; it and all Bytes that it returns are valid as long as the packet.
class Geneve {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_GENEVE; }
  /// Makes a view of `layer`, or returns nothing if fewer than 8 bytes of it were captured.
  static std::optional<Geneve> of(const Layer& layer) {
    return layer.bytes.size() < 8 ? std::nullopt : std::optional(Geneve(layer));
  }

  /// Returns the EtherType of the payload: 0x6558 is an Ethernet frame.
  std::uint16_t protocol() const { return detail::be16(layer_.bytes, 2); }
  /// Returns the virtual network's number (VNI), 0 to 16,777,215.
  std::uint32_t network() const { return detail::be32(layer_.bytes, 4) >> 8; }
  /// Returns the captured bytes of the options.
  Bytes options() const { return detail::clipped(layer_.bytes, 8, std::size_t{layer_.bytes[0] & 0x3fu} * 4); }
  /// Returns the captured bytes after the header and its options.
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Geneve(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
