// Reads IPv4 headers (RFC 791).
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads an IPv4 header. A view: it owns nothing; it and all Bytes that it returns are valid as long as the packet.
class Ipv4 {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_IP; }
  /// Makes a view of `layer`, or returns nothing if fewer than 20 bytes of it were captured.
  /// Doesn't look at its kind: it also reads the header in an "IP in ICMP" layer.
  static std::optional<Ipv4> of(const Layer& layer) {
    return layer.bytes.size() < 20 ? std::nullopt : std::optional(Ipv4(layer));
  }

  /// Returns the sender's address.
  Ipv4Address source() const { return Ipv4Address(layer_.bytes.subspan(12)); }
  /// Returns the receiver's address.
  Ipv4Address destination() const { return Ipv4Address(layer_.bytes.subspan(16)); }
  /// Returns the protocol of the payload: 6 is TCP, 17 is UDP (https://www.iana.org/assignments/protocol-numbers).
  std::uint8_t protocol() const { return layer_.bytes[9]; }
  /// Returns how many more hops the packet may take.
  std::uint8_t time_to_live() const { return layer_.bytes[8]; }
  /// Returns the byte of DSCP (its upper six bits, RFC 2474) and ECN (its lower two, RFC 3168).
  std::uint8_t type_of_service() const { return layer_.bytes[1]; }
  /// Returns the identification, which all fragments of one packet have in common.
  std::uint16_t id() const { return detail::be16(layer_.bytes, 4); }
  /// Returns the packet's length in bytes, with this header, as the header gives it. It is 0 in packets that were
  /// captured before the network card filled it in.
  std::uint16_t total_length() const { return detail::be16(layer_.bytes, 2); }

  /// Returns the flag DF: routers must not fragment the packet.
  bool dont_fragment() const { return (layer_.bytes[6] & 0x40) != 0; }
  /// Returns the flag MF: this is a fragment, and not the last one.
  bool more_fragments() const { return (layer_.bytes[6] & 0x20) != 0; }
  /// Returns where this fragment's payload belongs in that of the whole packet, in bytes. It is 0 in a first fragment
  /// and in a packet that isn't fragmented.
  std::uint32_t fragment_offset() const { return (detail::be16(layer_.bytes, 6) & 0x1fffu) * 8; }
  /// Returns whether this is a fragment.
  bool is_fragment() const { return more_fragments() || fragment_offset() != 0; }

  /// Returns the captured bytes of the options; empty without any.
  Bytes options() const { return detail::clipped(layer_.header, 20, layer_.header.size()); }
  /// Returns the captured bytes after the header.
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Ipv4(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
