// ICMP (RFC 792).
#pragma once

#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// A view: valid as long as the packet. What an error quotes are the layers after this one ("IP in ICMP", ...).
class Icmp {
 public:
  static constexpr std::uint8_t echo_reply = 0;
  static constexpr std::uint8_t destination_unreachable = 3;
  static constexpr std::uint8_t echo_request = 8;
  static constexpr std::uint8_t time_exceeded = 11;

  static constexpr bool is(LayerKind kind) { return kind == ND_LAYER_ICMP; }
  static std::optional<Icmp> of(const Layer& layer) {
    return layer.bytes.size() < 4 ? std::nullopt : std::optional(Icmp(layer));
  }

  std::uint8_t type() const { return layer_.bytes[0]; }
  std::uint8_t code() const { return layer_.bytes[1]; }
  /// Identifier and sequence number of an echo; nothing in other messages.
  std::optional<std::uint16_t> id() const { return echo_field(4); }
  std::optional<std::uint16_t> sequence() const { return echo_field(6); }
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Icmp(const Layer& layer) : layer_(layer) {}
  std::optional<std::uint16_t> echo_field(std::size_t at) const {
    const bool is_echo = type() == echo_request || type() == echo_reply;
    return is_echo && layer_.bytes.size() >= 8 ? std::optional(detail::be16(layer_.bytes, at)) : std::nullopt;
  }
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
