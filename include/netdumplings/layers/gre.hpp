// Reads headers of GRE (RFC 2784, RFC 2890).
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads a header of GRE. A view: it owns nothing; it and all Bytes that it returns are valid as long as the packet.
/// PPTP's variant ("GRE PPTP") has other fields; this doesn't read it.
class Gre {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_GRE; }
  /// Makes a view of `layer`, or returns nothing if fewer than 4 bytes of it were captured.
  static std::optional<Gre> of(const Layer& layer) {
    return layer.bytes.size() < 4 ? std::nullopt : std::optional(Gre(layer));
  }

  /// Returns the EtherType of the payload.
  std::uint16_t protocol() const { return detail::be16(layer_.bytes, 2); }
  /// Returns the key, which tells tunnels between the same ends apart, or nothing if there is none or it wasn't
  /// captured.
  std::optional<std::uint32_t> key() const { return has(key_flag) ? number_at(key_offset()) : std::nullopt; }
  /// Returns the sequence number, or nothing if there is none or it wasn't captured.
  std::optional<std::uint32_t> sequence() const {
    return has(sequence_flag) ? number_at(key_offset() + (has(key_flag) ? 4 : 0)) : std::nullopt;
  }
  /// Returns the captured bytes after the header.
  Bytes payload() const { return layer_.payload; }

 private:
  enum Flag : std::uint8_t { checksum_flag = 0x80, routing_flag = 0x40, key_flag = 0x20, sequence_flag = 0x10 };

  explicit Gre(const Layer& layer) : layer_(layer) {}

  bool has(Flag flag) const { return (layer_.bytes[0] & flag) != 0; }
  std::size_t key_offset() const { return has(checksum_flag) || has(routing_flag) ? 8 : 4; }
  std::optional<std::uint32_t> number_at(std::size_t offset) const {
    if (layer_.bytes.size() < offset + 4) return std::nullopt;
    return detail::be32(layer_.bytes, offset);
  }

  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
