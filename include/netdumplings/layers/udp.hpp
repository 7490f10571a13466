// UDP (RFC 768).
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// A view: valid as long as the packet. Given an "UDP in ICMP" layer, of() reads the quoted header just as well.
class Udp {
 public:
  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_UDP; }
  static std::optional<Udp> of(const Layer& layer) {
    return layer.bytes.size() < 8 ? std::nullopt : std::optional(Udp(layer));
  }

  std::uint16_t source_port() const { return detail::be16(layer_.bytes, 0); }
  std::uint16_t destination_port() const { return detail::be16(layer_.bytes, 2); }
  /// What the header says, in bytes, header included.
  std::uint16_t length() const { return detail::be16(layer_.bytes, 4); }
  std::uint16_t checksum() const { return detail::be16(layer_.bytes, 6); }
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Udp(const Layer& layer) : layer_(layer) {}
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
