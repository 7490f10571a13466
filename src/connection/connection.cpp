#include "connection/connection.hpp"

#include <netdumplings/flow.hpp>

namespace netdumplings::connection {
namespace {

IpAddress address_of(const std::array<std::uint8_t, 16>& bytes, bool is_ipv6) {
  if (is_ipv6) return Ipv6Address(bytes);
  return Ipv4Address(bytes);
}

// Whoever sends to a group, or to everybody, expects no answer from that address.
bool is_for_many(const IpAddress& address) {
  const std::uint8_t first = address.bytes()[0];
  if (address.is_ipv6()) return first == 0xff;
  return first >> 4 == 0xe || address.bytes()[3] == 0xff;
}

bool asks_for_answer(const Connection& connection) {
  const bool is_ping = connection.key.icmp_type == 8 || connection.key.icmp_type == 128;
  return (!is_icmp(connection.key.protocol) || is_ping) && !is_for_many(connection.address(Side::server));
}

}  // namespace

std::string_view name_of(Outcome outcome) {
  static constexpr std::array<std::string_view, 8> names = {"open",      "closed",  "reset",   "refused",
                                                            "no_answer", "timeout", "evicted", "unfinished"};
  return names[static_cast<std::size_t>(outcome)];
}

bool Connection::is_tcp() const { return key.protocol == Flow::tcp; }

IpAddress Connection::address(Side side) const { return address_of(key.ends[end_of(side)].address, key.is_ipv6); }

Tunnel Connection::tunnel() const {
  Tunnel tunnel{.kind = tunnel_kind, .id = {}, .source = {}, .destination = {}};
  if (has_tunnel_id) tunnel.id = tunnel_id;
  if (has_outside) {
    tunnel.source = address_of(outside[0], outside_is_ipv6);
    tunnel.destination = address_of(outside[1], outside_is_ipv6);
  }
  return tunnel;
}

Outcome outcome_so_far(const Connection& connection) {
  if (connection.is_tcp() && connection.tcp.has_begun()) {
    const TcpTracker& tcp = connection.tcp;
    if (tcp.state() == TcpState::reset) return Outcome::reset;
    if (tcp.state() == TcpState::refused) return Outcome::refused;
    if (tcp.state() == TcpState::closed || tcp.has_both_fins()) return Outcome::closed;
  }
  return connection.was_refused && connection.packets[1] == 0 ? Outcome::refused : Outcome::open;
}

Outcome outcome_of(const Connection& connection, End reason) {
  const Outcome so_far = outcome_so_far(connection);
  if (so_far != Outcome::open) return so_far;
  if (reason == End::evicted) return Outcome::evicted;
  if (reason == End::unfinished) return Outcome::unfinished;
  const bool is_unanswered = connection.packets[1] == 0 && !connection.was_under_way && asks_for_answer(connection);
  const bool is_one_way = connection.is_tcp() && connection.tcp.state() != TcpState::opening;
  return is_unanswered && !is_one_way ? Outcome::no_answer : Outcome::timeout;
}

}  // namespace netdumplings::connection
