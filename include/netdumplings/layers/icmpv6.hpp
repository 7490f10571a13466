// ICMPv6 (RFC 4443) and neighbour discovery (RFC 4861).
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/bytes.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// A view on a message of any type: valid as long as the packet. Options of neighbour discovery, and what an error
/// quotes, are the layers after this one.
class Icmpv6 {
 public:
  static constexpr std::uint8_t echo_request = 128;
  static constexpr std::uint8_t echo_reply = 129;
  static constexpr std::uint8_t neighbor_solicitation = 135;
  static constexpr std::uint8_t neighbor_advertisement = 136;
  static constexpr std::uint8_t redirect = 137;

  static constexpr bool is(LayerKind kind) {
    return (kind >= ND_LAYER_ICMPV6_DESTINATION_UNREACHABLE && kind <= ND_LAYER_ND_INVERSE_ADVERTISEMENT) ||
           (kind >= ND_LAYER_NI_QUERY_NOOP && kind <= ND_LAYER_RPL);
  }
  static std::optional<Icmpv6> of(const Layer& layer) {
    return layer.bytes.size() < 4 ? std::nullopt : std::optional(Icmpv6(layer));
  }

  std::uint8_t type() const { return layer_.bytes[0]; }
  std::uint8_t code() const { return layer_.bytes[1]; }
  /// Identifier and sequence number of an echo; nothing in other messages.
  std::optional<std::uint16_t> id() const { return echo_field(4); }
  std::optional<std::uint16_t> sequence() const { return echo_field(6); }
  /// Whom a neighbour solicitation, advertisement or redirect is about; nothing in other messages.
  std::optional<Ipv6Address> target() const {
    const bool has_target = type() >= neighbor_solicitation && type() <= redirect;
    if (!has_target || layer_.bytes.size() < 24) return std::nullopt;
    return Ipv6Address(layer_.bytes.subspan(8));
  }
  Bytes payload() const { return layer_.payload; }

 private:
  explicit Icmpv6(const Layer& layer) : layer_(layer) {}
  std::optional<std::uint16_t> echo_field(std::size_t at) const {
    const bool is_echo = type() == echo_request || type() == echo_reply;
    return is_echo && layer_.bytes.size() >= 8 ? std::optional(detail::be16(layer_.bytes, at)) : std::nullopt;
  }
  Layer layer_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
