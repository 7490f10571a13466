// IPv6 (RFC 8200): the fixed header.
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// A view: valid as long as the packet. Given an "IPv6 in ICMPv6" layer, of() reads the quoted header just as well.
class Ipv6 {
 public:
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_IPV6; }
  static std::optional<Ipv6> of(const Layer& layer) {
    return layer.bytes.size() < 40 ? std::nullopt : std::optional(Ipv6(layer));
  }

  Ipv6Address source() const { return Ipv6Address(layer_.bytes.subspan(8)); }
  Ipv6Address destination() const { return Ipv6Address(layer_.bytes.subspan(24)); }
  /// Of what comes next, which may be an extension header: 6 is TCP, 17 is UDP, 58 is ICMPv6.
  std::uint8_t next_header() const { return layer_.bytes[6]; }
  std::uint8_t hop_limit() const { return layer_.bytes[7]; }
  std::uint8_t traffic_class() const { return static_cast<std::uint8_t>(detail::be16(layer_.bytes, 0) >> 4); }
  std::uint32_t flow_label() const { return detail::be32(layer_.bytes, 0) & 0xfffff; }
  /// What the header says, in bytes, extension headers included.
  std::uint16_t payload_length() const { return detail::be16(layer_.bytes, 4); }
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Ipv6(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
