// Finds the datagram that a packet was sent for.
#pragma once

#include <netdumplings/layers/udp.hpp>
#include <netdumplings/packet.hpp>

#include <cstddef>
#include <optional>

namespace netdumplings::chefs::network {

/// Returns the innermost UDP header, or nothing if TCP comes after it, or if there is none. What an ICMP error quotes
/// doesn't count.
inline std::optional<layers::Udp> innermost_udp(const Packet& packet) {
  const LayerRange layers = packet.layers();
  for (std::size_t i = layers.size(); i-- > 0;) {
    const LayerKind kind = detail::raw_layer(packet.raw(), i).kind;
    if (kind == ND_LAYER_UDP) return layers::Udp::of(layers[i]);
    if (kind == ND_LAYER_TCP) break;
  }
  return std::nullopt;
}

}  // namespace netdumplings::chefs::network
