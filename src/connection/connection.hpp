// What is known of a connection.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "connection/innermost.hpp"
#include "connection/key.hpp"
#include "connection/slab.hpp"
#include "connection/tcp_tracker.hpp"

namespace netdumplings::connection {

/// Why a connection isn't followed any more.
enum class End : std::uint8_t {
  closed,      ///< both sides have sent their last byte
  reset,       ///< by a side, or refused
  timed_out,   ///< it had no packets for long
  evicted,     ///< for a new one, as it was idle the longest
  replaced,    ///< another one began between the same ports
  unfinished,  ///< the capture or the kitchen ended
};
inline constexpr std::size_t end_count = 6;

/// What became of a connection, as FlowChef's dumplings say it.
enum class Outcome : std::uint8_t { open, closed, reset, refused, no_answer, timeout, evicted, unfinished };

/// Returns "open", "closed", "no_answer" and so on. It is valid until the program ends.
std::string_view name_of(Outcome outcome);

/// Which time-out a connection has.
enum class Idle : std::uint8_t { tcp_opening, tcp_established, tcp_closing, tcp_ended, udp, icmp, sctp };
inline constexpr std::size_t idle_count = 7;

/// One connection. The table owns it and writes it; others read it. Its address and its slot stay the same until it
/// ended.
struct Connection {
  Key key;
  std::uint64_t number = 0;   ///< connections are counted from 1 in the order in which they were opened
  std::int64_t first_ns = 0;  ///< the times of the first packet and of the last one
  std::int64_t last_ns = 0;
  std::array<std::uint64_t, 2> packets{};  ///< by the Side that sent them
  std::array<std::uint64_t, 2> bytes{};    ///< on the wire, from the IP header on
  TcpTracker tcp;                          ///< if it is one of TCP

  IpAddress address(Side side) const;
  std::uint16_t port(Side side) const { return key.ports[end_of(side)]; }
  /// Returns the tunnel of its first packet; its source is on the client's side.
  Tunnel tunnel() const;
  /// Returns the VLANs of its first packet.
  Vlans vlans() const { return {vlan_ids, vlan_count}; }
  bool is_tcp() const;

  Slot slot = no_slot;
  std::uint32_t tunnel_id = 0;
  std::array<std::array<std::uint8_t, 16>, 2> outside{};
  std::array<std::uint16_t, most_vlans> vlan_ids{};
  std::uint8_t vlan_count = 0;
  TunnelKind tunnel_kind = TunnelKind::none;
  std::uint16_t icmp_errors = 0;  ///< ICMP errors about its packets; no more than 65535 are counted
  std::uint8_t icmp_code = 0;     ///< if it is one of ICMP: its first packet's

  bool client_is_second : 1 = false;  ///< which of the key's ends is the client
  bool was_under_way : 1 = false;     ///< who opened it wasn't seen: the side with the lower port is the server
  bool was_refused : 1 = false;       ///< an ICMP error said that the server's port isn't open, or is forbidden
  bool has_news : 1 = false;          ///< it had packets since the last update
  bool has_tunnel_id : 1 = false;
  bool has_outside : 1 = false;
  bool outside_is_ipv6 : 1 = false;

  // The table's.
  Idle idle = Idle::udp;
  std::uint32_t touched = 0;  // a reading of the clock
  Slot next_in_index = no_slot;
  Links by_idle;

  std::size_t end_of(Side side) const { return (side == Side::client) == client_is_second ? 1 : 0; }
};

/// Returns what became of a connection that ends for this reason.
Outcome outcome_of(const Connection& connection, End reason);
/// Returns what became of a connection that goes on: open, closed, reset or refused.
Outcome outcome_so_far(const Connection& connection);

}  // namespace netdumplings::connection
