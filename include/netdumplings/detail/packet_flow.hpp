// Defines Packet::flow() and Packet::community_id(). Included by packet.hpp.
#pragma once

#include <netdumplings/detail/community_id.hpp>
#include <netdumplings/flow.hpp>
#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/icmpv6.hpp>
#include <netdumplings/layers/ipv4.hpp>
#include <netdumplings/layers/ipv6.hpp>
#include <netdumplings/packet.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// Returns whether this is an extension header whose first byte gives the protocol of what follows.
constexpr bool is_ipv6_extension(LayerKind kind) {
  return kind >= ND_LAYER_IPV6_HOP_BY_HOP && kind <= ND_LAYER_IPV6_FRAGMENT;
}

/// Sets the ports, or the type and code, of `flow` from the layer after IP.
inline void read_transport(Flow& flow, const Layer& layer) {
  const bool is_icmp = layer.kind == ND_LAYER_ICMP || layers::Icmpv6::is(layer.kind);
  const bool has_ports = layer.kind == ND_LAYER_TCP || layer.kind == ND_LAYER_UDP || layer.kind == ND_LAYER_SCTP;
  if (is_icmp && layer.bytes.size() >= 2) {
    flow.icmp_type = layer.bytes[0];
    flow.icmp_code = layer.bytes[1];
  } else if (has_ports && layer.bytes.size() >= 4) {
    flow.source_port = be16(layer.bytes, 0);
    flow.destination_port = be16(layer.bytes, 2);
  }
}

/// Returns the flow of the IP header in the layer at `index`, or nothing if that is no whole IP header.
inline std::optional<Flow> flow_at(const LayerRange& layers, std::size_t index) {
  const Layer layer = layers[index];
  Flow flow;
  bool has_transport = true;  // only scapy's layer SCTP is in later fragments too, where it is no header
  if (const auto ip = layer.kind == ND_LAYER_IP ? layers::Ipv4::of(layer) : std::nullopt) {
    flow = {ip->protocol(), ip->source(), ip->destination(), {}, {}, {}, {}};
    has_transport = ip->fragment_offset() == 0;
  } else if (const auto ip6 = layer.kind == ND_LAYER_IPV6 ? layers::Ipv6::of(layer) : std::nullopt) {
    flow = {ip6->next_header(), ip6->source(), ip6->destination(), {}, {}, {}, {}};
  } else {
    return std::nullopt;
  }
  for (++index; index < layers.size(); ++index) {
    const Layer next = layers[index];
    if (!is_ipv6_extension(next.kind) || next.bytes.empty()) {
      if (has_transport) read_transport(flow, next);
      break;
    }
    flow.protocol = next.bytes[0];
  }
  return flow;
}

}  // namespace detail

inline std::optional<Flow> Packet::flow() const {
  const LayerRange range = layers();
  for (std::size_t i = 0; i < range.size(); ++i) {
    const LayerKind kind = detail::raw_layer(*packet_, i).kind;
    if (kind == ND_LAYER_IP || kind == ND_LAYER_IPV6) return detail::flow_at(range, i);
  }
  return std::nullopt;
}

inline std::optional<std::string> Packet::community_id(std::uint16_t seed) const {
  const auto ends = flow();
  return ends ? detail::community_id(*ends, seed) : std::nullopt;
}

}  // namespace v1
}  // namespace netdumplings
