// Reads the fixed header of IPv6 (RFC 8200).
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads an IPv6 header; extension headers are layers of their own. A view: it owns nothing and is valid as long as the
/// packet.
class Ipv6 {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_IPV6; }
  /// Makes a view of `layer`, or returns nothing if fewer than 40 bytes of it were captured.
  /// Doesn't look at its kind: it also reads the header in an "IPv6 in ICMPv6" layer.
  static std::optional<Ipv6> of(const Layer& layer) {
    return layer.bytes.size() < 40 ? std::nullopt : std::optional(Ipv6(layer));
  }

  /// Returns the sender's address.
  Ipv6Address source() const { return Ipv6Address(layer_.bytes.subspan(8)); }
  /// Returns the receiver's address.
  Ipv6Address destination() const { return Ipv6Address(layer_.bytes.subspan(24)); }
  /// Returns the protocol number of what follows, which may be an extension header: 6 is TCP, 17 is UDP, 58 is ICMPv6.
  std::uint8_t next_header() const { return layer_.bytes[6]; }
  /// Returns how many more hops the packet may take.
  std::uint8_t hop_limit() const { return layer_.bytes[7]; }
  /// Returns the byte of DSCP (its upper six bits, RFC 2474) and ECN (its lower two, RFC 3168).
  std::uint8_t traffic_class() const { return static_cast<std::uint8_t>(detail::be16(layer_.bytes, 0) >> 4); }
  /// Returns the 20 bits by which the sender marks packets of one flow.
  std::uint32_t flow_label() const { return detail::be32(layer_.bytes, 0) & 0xfffff; }
  /// Returns the length in bytes of all that follows this header, extension headers included, as the header gives it.
  /// It is 0 in a jumbogram.
  std::uint16_t payload_length() const { return detail::be16(layer_.bytes, 4); }
  /// Returns the captured bytes after the header, valid as long as the packet.
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Ipv6(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
