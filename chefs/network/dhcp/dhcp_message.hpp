// Finds messages of DHCP for IPv4 in packets.
#pragma once

#include <netdumplings/layers/dhcp.hpp>
#include <netdumplings/packet.hpp>

#include <optional>
#include <string>

#include "network/common/innermost_udp.hpp"

namespace netdumplings::chefs::network {

/// Returns the message of DHCP or BOOTP that a packet carries, or nothing.
inline std::optional<layers::Dhcp> dhcp_message(const Packet& packet) {
  const auto udp = innermost_udp(packet);
  const auto is_its_port = [](std::uint16_t port) { return port == 67 || port == 68; };
  if (!udp || (!is_its_port(udp->source_port()) && !is_its_port(udp->destination_port()))) return std::nullopt;
  const auto dhcp = layers::Dhcp::of(udp->payload());
  const bool is_one = dhcp && (udp->payload()[0] == 1 || udp->payload()[0] == 2);  // a request or a reply
  return is_one ? dhcp : std::nullopt;
}

/// Returns the client's name: its host name, or else its full name. An empty name is none.
inline std::optional<std::string> dhcp_client_name(const layers::Dhcp& dhcp) {
  auto name = dhcp.hostname();
  if (!name || name->empty()) name = dhcp.full_name();
  return name && name->empty() ? std::nullopt : name;
}

}  // namespace netdumplings::chefs::network
