// What several network chefs do with connections.
#pragma once

#include <netdumplings/connection.hpp>
#include <netdumplings/flow.hpp>

#include <cstdint>

namespace netdumplings::chefs::network {

/// Returns the other side of a connection.
inline Side other_side(Side side) { return side == Side::client ? Side::server : Side::client; }

/// Returns whether what this IP protocol carries has ports. Of the protocols that have connections, ICMP has none.
inline bool has_ports(std::uint8_t protocol) {
  return protocol == Flow::tcp || protocol == Flow::udp || protocol == Flow::sctp;
}

/// Returns whether the chef that was called keeps a state in the connection already. Connection::state() makes one.
inline bool has_state(const Connection& connection) { return *connection.raw().state != nullptr; }

}  // namespace netdumplings::chefs::network
