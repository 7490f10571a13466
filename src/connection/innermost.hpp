// Finds what a packet says about its connection: the innermost addresses and ports, and where the payload is. No I/O;
// allocates nothing. The time is linear in the number of layers.
#pragma once

#include <netdumplings/chef_abi.h>
#include <netdumplings/flow.hpp>
#include <netdumplings/layers/address.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "connection/limits.hpp"
#include "connection/tunnels.hpp"

namespace netdumplings::connection {

/// Returns whether this is ICMP's protocol number, or ICMPv6's.
constexpr bool is_icmp(std::uint8_t protocol) { return protocol == Flow::icmp || protocol == Flow::icmpv6; }

/// The addresses and ports of a packet, in the packet's direction. A plain value.
struct Ends {
  std::uint8_t protocol = 0;  ///< Flow::tcp and so on
  bool has_ports = false;     ///< false for protocols without ports, and if the ports weren't captured
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  IpAddress source;
  IpAddress destination;
  bool operator==(const Ends&) const = default;
};

/// The innermost tunnel that a packet is in. A plain value.
struct Tunnel {
  TunnelKind kind = TunnelKind::none;
  std::optional<std::uint32_t> id;
  IpAddress source;  ///< the addresses of the IP header around the tunnel; none if there is no such header
  IpAddress destination;
  bool operator==(const Tunnel&) const = default;
};

/// The VLANs of a packet, outermost first. A priority tag (VLAN 0) isn't in it, nor what comes after `most_vlans`.
struct Vlans {
  std::array<std::uint16_t, most_vlans> ids{};
  std::uint8_t count = 0;
  std::span<const std::uint16_t> all() const { return {ids.data(), count}; }
};

/// The number of the network that the innermost addresses belong to, if a tunnel gives one. A plain value.
struct Network {
  TunnelKind kind = TunnelKind::none;
  std::uint32_t id = 0;
  bool operator==(const Network&) const = default;
};

/// The fields of a TCP header. A plain value.
struct TcpHeader {
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;
  std::uint16_t window = 0;                  ///< as it is in the header, not scaled
  std::uint8_t flags = 0;                    ///< FIN 1, SYN 2, RST 4, PSH 8, ACK 16
  std::optional<std::uint8_t> window_scale;  ///< the option (RFC 7323), which only a SYN has

  bool fin() const { return (flags & 0x01) != 0; }
  bool syn() const { return (flags & 0x02) != 0; }
  bool rst() const { return (flags & 0x04) != 0; }
  bool ack() const { return (flags & 0x10) != 0; }
};

/// A packet that an ICMP error is about, in that packet's direction. A plain value.
struct Quoted {
  Ends ends;
  std::uint8_t icmp_type = 0;            ///< if the packet is ICMP or ICMPv6, its type
  std::optional<std::uint16_t> icmp_id;  ///< and its identifier, if it has one
  bool operator==(const Quoted&) const = default;
};

/// What an ICMP or ICMPv6 message says.
struct IcmpHeader {
  std::uint8_t type = 0;
  std::uint8_t code = 0;
  std::optional<std::uint16_t> id;  ///< of echo requests and replies, and of ICMP's other queries
  std::optional<Quoted> quoted;     ///< of errors
};

/// A fragment of a datagram. Its bytes are views of the packet.
struct Fragment {
  std::uint32_t id = 0;
  std::uint32_t offset = 0;  ///< where its data belongs in the datagram's, in bytes
  bool more = false;         ///< whether it isn't the last one
  Bytes header;  ///< the captured headers that come before the data of the first fragment: the IPv4 header, or
                 ///< the IPv6 header and the extension headers before the fragment header
  std::uint32_t next_header_at = 0;  ///< IPv6: where in `header` the protocol of what follows is
  std::uint8_t protocol = 0;         ///< the protocol that the IPv4 header, or the IPv6 fragment header names
  Bytes data;                        ///< the captured part of its data
  std::uint32_t length = 0;          ///< how many bytes of data it had on the wire
};

/// What a packet says about its connection. Plain, but for views of the packet, which are valid as long as the packet.
struct Innermost {
  Ends ends;
  Tunnel tunnel;
  Network network;
  Vlans vlans;
  std::uint32_t ip_bytes = 0;  ///< the innermost IP packet's length on the wire, from its header on, without padding

  /// Set if this is a fragment: then `ends` has no ports, and `payload`, `tcp` and `icmp` are empty.
  std::optional<Fragment> fragment;

  Bytes payload;                     ///< the captured part of what the transport protocol carries
  std::uint32_t payload_offset = 0;  ///< where it begins, in bytes from the packet's first byte
  std::uint32_t payload_length = 0;  ///< how long it was on the wire; at least payload.size()
  std::optional<TcpHeader> tcp;
  std::optional<IcmpHeader> icmp;
};

/// Returns what `packet` says about its connection, or nothing if it has no whole IP header. Only the outermost
/// fragmented header counts, as what is in a fragment can't be read. If `packet` is a datagram that was put together
/// from fragments, `around` is what the last of these said: the result has its VLANs and its tunnel, too.
std::optional<Innermost> find_innermost(const nd_packet& packet, const Innermost* around = nullptr);

}  // namespace netdumplings::connection
