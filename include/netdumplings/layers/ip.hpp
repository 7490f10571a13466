// Reads IPv4 and IPv6 headers alike, for chefs that need only what both have.
#pragma once

#include <netdumplings/layers/address.hpp>
#include <netdumplings/layers/ipv4.hpp>
#include <netdumplings/layers/ipv6.hpp>

#include <cstdint>
#include <optional>

namespace netdumplings {
inline namespace v1 {
namespace layers {

/// Reads an IP header of either version. A view: it owns nothing but the addresses; it is valid as long as the packet.
class Ip {
 public:
  /// Returns whether this reads layers of this kind.
  static constexpr bool is(LayerKind kind) { return Ipv4::is(kind) || Ipv6::is(kind); }
  /// Makes a view of `layer`, or returns nothing if too little of the header was captured.
  /// Takes a layer of another kind for that version of IP which its first bits name.
  static std::optional<Ip> of(const Layer& layer) {
    if (layer.bytes.empty()) return std::nullopt;
    if (layer.kind == ND_LAYER_IPV6 || (layer.kind != ND_LAYER_IP && layer.bytes[0] >> 4 == 6)) {
      const auto ip = Ipv6::of(layer);
      if (!ip) return std::nullopt;
      return Ip(ip->source(), ip->destination(), ip->next_header(), ip->hop_limit(), ip->traffic_class(),
                ip->payload());
    }
    const auto ip = Ipv4::of(layer);
    if (!ip) return std::nullopt;
    return Ip(ip->source(), ip->destination(), ip->protocol(), ip->time_to_live(), ip->type_of_service(),
              ip->payload());
  }

  /// Returns whether this is IPv6.
  bool is_ipv6() const { return source_.is_ipv6(); }
  /// Returns the sender's address.
  const IpAddress& source() const { return source_; }
  /// Returns the receiver's address.
  const IpAddress& destination() const { return destination_; }
  /// Returns the protocol of what follows: 6 is TCP, 17 is UDP. In IPv6 it may be an extension header; Packet::flow()
  /// knows the protocol after those.
  std::uint8_t protocol() const { return protocol_; }
  /// Returns how many more hops the packet may take.
  std::uint8_t hop_limit() const { return hop_limit_; }
  /// Returns the byte of DSCP (its upper six bits, RFC 2474) and ECN (its lower two, RFC 3168).
  std::uint8_t traffic_class() const { return traffic_class_; }
  /// Returns the captured bytes after the header; in IPv6 that are the extension headers and what follows.
  Bytes payload() const { return payload_; }

 private:
  Ip(const IpAddress& source, const IpAddress& destination, std::uint8_t protocol, std::uint8_t hop_limit,
     std::uint8_t traffic_class, Bytes payload)
      : source_(source),
        destination_(destination),
        protocol_(protocol),
        hop_limit_(hop_limit),
        traffic_class_(traffic_class),
        payload_(payload) {}

  IpAddress source_;
  IpAddress destination_;
  std::uint8_t protocol_;
  std::uint8_t hop_limit_;
  std::uint8_t traffic_class_;
  Bytes payload_;
};

}  // namespace layers
}  // namespace v1
}  // namespace netdumplings
