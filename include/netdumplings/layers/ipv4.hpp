// IPv4 (RFC 791).
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// A view: valid as long as the packet. Given an "IP in ICMP" layer, of() reads the quoted header just as well.
class Ipv4 {
 public:
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_IP; }
  static std::optional<Ipv4> of(const Layer& layer) {
    return layer.bytes.size() < 20 ? std::nullopt : std::optional(Ipv4(layer));
  }

  Ipv4Address source() const { return Ipv4Address(layer_.bytes.subspan(12)); }
  Ipv4Address destination() const { return Ipv4Address(layer_.bytes.subspan(16)); }
  /// 6 is TCP, 17 is UDP (https://www.iana.org/assignments/protocol-numbers).
  std::uint8_t protocol() const { return layer_.bytes[9]; }
  std::uint8_t time_to_live() const { return layer_.bytes[8]; }
  std::uint8_t type_of_service() const { return layer_.bytes[1]; }
  std::uint16_t id() const { return detail::be16(layer_.bytes, 4); }
  /// What the header says, in bytes, header included; 0 where the network card was to fill it in.
  std::uint16_t total_length() const { return detail::be16(layer_.bytes, 2); }

  bool dont_fragment() const { return (layer_.bytes[6] & 0x40) != 0; }
  bool more_fragments() const { return (layer_.bytes[6] & 0x20) != 0; }
  /// In bytes; 0 in a whole packet and in a first fragment.
  std::uint32_t fragment_offset() const { return (detail::be16(layer_.bytes, 6) & 0x1fffu) * 8; }
  bool is_fragment() const { return more_fragments() || fragment_offset() != 0; }

  Bytes options() const { return detail::clipped(layer_.header, 20, layer_.header.size()); }
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Ipv4(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
