// Reads ICMPv6 messages (RFC 4443), with those of neighbour discovery (RFC 4861).
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/icmp_message.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads an ICMPv6 message of any type. A view: it owns nothing; it and all Bytes that it returns are valid as long as
/// the packet. Options of neighbour discovery, and the packet that an error quotes, are in the layers after this one.
class Icmpv6 : public detail::IcmpMessage<128, 129> {
 public:
  /// Values of type(), beside echo_request and echo_reply.
  static constexpr std::uint8_t neighbor_solicitation = 135;
  static constexpr std::uint8_t neighbor_advertisement = 136;
  static constexpr std::uint8_t redirect = 137;

  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) {
    return (kind >= ND_LAYER_ICMPV6_DESTINATION_UNREACHABLE && kind <= ND_LAYER_ND_INVERSE_ADVERTISEMENT) ||
           (kind >= ND_LAYER_NI_QUERY_NOOP && kind <= ND_LAYER_RPL);
  }
  /// Makes a view of `layer`, or returns nothing if fewer than 4 bytes of it were captured.
  static std::optional<Icmpv6> of(const Layer& layer) {
    return layer.bytes.size() < least ? std::nullopt : std::optional(Icmpv6(layer));
  }

  /// Returns the address that a neighbour solicitation, advertisement or redirect is about. Returns nothing for other
  /// messages, and if the address was cut off.
  std::optional<Ipv6Address> target() const {
    const bool has_target = type() >= neighbor_solicitation && type() <= redirect;
    if (!has_target || bytes().size() < 24) return std::nullopt;
    return Ipv6Address(bytes().subspan(8));
  }

 private:
  using IcmpMessage::IcmpMessage;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
