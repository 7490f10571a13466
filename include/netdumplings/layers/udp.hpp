// Reads UDP headers (RFC 768).
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads a UDP header. A view: it owns nothing; it and all Bytes that it returns are valid as long as the packet.
class Udp {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_UDP; }
  /// Makes a view of `layer`, or returns nothing if fewer than 8 bytes of it were captured.
  /// Doesn't look at its kind: it also reads a "UDP in ICMP" layer.
  static std::optional<Udp> of(const Layer& layer) {
    return layer.bytes.size() < 8 ? std::nullopt : std::optional(Udp(layer));
  }

  /// Returns the sender's port.
  std::uint16_t source_port() const { return detail::be16(layer_.bytes, 0); }
  /// Returns the receiver's port.
  std::uint16_t destination_port() const { return detail::be16(layer_.bytes, 2); }
  /// Returns the datagram's length in bytes, with this header, as the header gives it.
  std::uint16_t length() const { return detail::be16(layer_.bytes, 4); }
  /// Returns the checksum field; nothing checks it.
  std::uint16_t checksum() const { return detail::be16(layer_.bytes, 6); }
  /// Returns the captured bytes after the header.
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Udp(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
