// Reads labels of MPLS (RFC 3032).
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads one label of a stack; each label is a layer. A view: it owns nothing; it and all Bytes that it returns are
/// valid as long as the packet.
class Mpls {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_MPLS; }
  /// Makes a view of `layer`, or returns nothing if fewer than 4 bytes of it were captured.
  static std::optional<Mpls> of(const Layer& layer) {
    return layer.bytes.size() < 4 ? std::nullopt : std::optional(Mpls(layer));
  }

  /// Returns the label, 0 to 1,048,575.
  std::uint32_t label() const { return detail::be32(layer_.bytes, 0) >> 12; }
  /// Returns the traffic class, 0 to 7.
  std::uint8_t traffic_class() const { return layer_.bytes[2] >> 1 & 0x07; }
  /// Returns whether this is the last label of the stack.
  bool is_last() const { return (layer_.bytes[2] & 0x01) != 0; }
  /// Returns how many more hops the packet may take.
  std::uint8_t time_to_live() const { return layer_.bytes[3]; }
  /// Returns the captured bytes after this label.
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Mpls(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
