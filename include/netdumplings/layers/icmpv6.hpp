// ICMPv6 (RFC 4443) and neighbour discovery (RFC 4861).
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/icmp_message.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// A view on a message of any type: valid as long as the packet. Options of neighbour discovery, and what an error
/// quotes, are the layers after this one.
class Icmpv6 : public detail::IcmpMessage<128, 129> {
 public:
  static constexpr std::uint8_t neighbor_solicitation = 135;
  static constexpr std::uint8_t neighbor_advertisement = 136;
  static constexpr std::uint8_t redirect = 137;

  static constexpr bool is(LayerKind kind) {
    return (kind >= ND_LAYER_ICMPV6_DESTINATION_UNREACHABLE && kind <= ND_LAYER_ND_INVERSE_ADVERTISEMENT) ||
           (kind >= ND_LAYER_NI_QUERY_NOOP && kind <= ND_LAYER_RPL);
  }
  static std::optional<Icmpv6> of(const Layer& layer) {
    return layer.bytes.size() < least ? std::nullopt : std::optional(Icmpv6(layer));
  }

  /// Whom a neighbour solicitation, advertisement or redirect is about; nothing in other messages.
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
