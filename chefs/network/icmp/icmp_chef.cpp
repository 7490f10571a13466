#include "network/icmp/icmp_chef.hpp"

#include <netdumplings/layers/icmp.hpp>
#include <netdumplings/layers/icmpv6.hpp>
#include <netdumplings/layers/ip.hpp>

#include <cstdint>
#include <optional>

#include "network/common/connections.hpp"
#include "network/common/json_parts.hpp"
#include "network/icmp/icmp_kinds.hpp"

namespace netdumplings::chefs::network {
namespace {

// An error that a packet carries.
struct IcmpError {
  IcmpKind kind;
  std::uint8_t code;
  std::size_t layer;  // its place among the packet's layers
  IpAddress from;
};

// What an error quotes of the packet that it is about.
struct QuotedFlow {
  std::uint8_t protocol;
  IpAddress source;
  IpAddress destination;
  Bytes ports;  // four bytes, or none
};

std::optional<IcmpError> error_in(const Layer& layer) {
  if (const auto icmp = layer.kind == ND_LAYER_ICMP ? layers::Icmp::of(layer) : std::nullopt) {
    const auto kind = icmp_error(icmp->type(), icmp->code());
    return kind ? std::optional(IcmpError{*kind, icmp->code(), 0, {}}) : std::nullopt;
  }
  const auto icmp = layers::Icmpv6::is(layer.kind) ? layers::Icmpv6::of(layer) : std::nullopt;
  const auto kind = icmp ? icmpv6_error(icmp->type(), icmp->code()) : std::nullopt;
  return kind ? std::optional(IcmpError{*kind, icmp->code(), 0, {}}) : std::nullopt;
}

std::optional<IcmpError> find_error(const Packet& packet) {
  std::optional<Layer> ip;
  const LayerRange layers = packet.layers();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const Layer layer = layers[i];
    if (layer.kind == ND_LAYER_TCP) break;
    if (layers::Ip::is(layer.kind)) ip = layer;
    auto error = ip ? error_in(layer) : std::nullopt;
    if (!error) continue;
    const auto header = layers::Ip::of(*ip);
    error->layer = i;
    if (header) error->from = header->source();
    return header ? error : std::nullopt;
  }
  return std::nullopt;
}

std::optional<QuotedFlow> quoted_flow(const Packet& packet, std::size_t icmp) {
  const LayerRange layers = packet.layers();
  if (icmp + 1 >= layers.size()) return std::nullopt;
  const Layer layer = layers[icmp + 1];
  if (layer.kind != ND_LAYER_IP_IN_ICMP && layer.kind != ND_LAYER_IPV6_IN_ICMPV6) return std::nullopt;
  const auto ip = layers::Ip::of(layer);
  if (!ip) return std::nullopt;
  QuotedFlow flow{ip->protocol(), ip->source(), ip->destination(), {}};
  const auto ipv4 = ip->is_ipv6() ? std::nullopt : layers::Ipv4::of(layer);
  const bool is_later_fragment = ipv4 && ipv4->fragment_offset() != 0;
  if (has_ports(flow.protocol) && !is_later_fragment && ip->payload().size() >= 4) flow.ports = ip->payload().first(4);
  return flow;
}

void append_quoted_end(std::string& out, const IpAddress& address, Bytes ports, std::size_t at) {
  if (!ports.empty()) return append_end(out, address, detail::be16(ports, at));
  out += "{\"ip\":";
  append_address(out, address);
  out += ",\"port\":null}";
}

// A protocol without a name here is written as its number.
void append_protocol(std::string& out, std::uint8_t protocol) {
  const auto name = name_of_protocol(protocol);
  out += "\"protocol\":\"";
  out += name ? std::string(*name) : std::to_string(protocol);
  out += "\",";
}

}  // namespace

Payload IcmpChef::packet_handler(const Packet& packet) {
  const auto connection = packet.connection();
  if (connection && has_ports(connection->protocol()) && !packet.is_error_of_connection()) return {};
  const auto whole = packet.whole();
  const Packet& datagram = whole ? *whole : packet;
  const auto error = find_error(datagram);
  if (!error) return {};
  json_ = "{\"icmp\":{\"when\":";
  append_json_seconds(json_, packet.time_ns());
  json_ += ",\"from\":";
  append_address(json_, error->from);
  json_ += ",\"kind\":\"";
  json_ += error->kind.name;
  if (error->kind.has_code) json_ += ", code " + std::to_string(error->code);
  json_ += "\",\"flow\":";
  append_flow(packet, datagram, error->layer);
  json_ += "}}";
  emit_json_text(json_);
  return {};
}

// The connection says who opened it. Without one, that is who sent the packet that the error is about.
void IcmpChef::append_flow(const Packet& packet, const Packet& datagram, std::size_t icmp) {
  const auto connection = packet.connection();
  if (connection && packet.is_error_of_connection()) {
    json_ += '{';
    append_protocol(json_, connection->protocol());
    append_sides(json_, *connection);
    json_ += '}';
    return;
  }
  const auto quoted = quoted_flow(datagram, icmp);
  if (!quoted) {
    json_ += "null";
    return;
  }
  json_ += '{';
  append_protocol(json_, quoted->protocol);
  json_ += "\"client\":";
  append_quoted_end(json_, quoted->source, quoted->ports, 0);
  json_ += ",\"server\":";
  append_quoted_end(json_, quoted->destination, quoted->ports, 2);
  json_ += '}';
}

}  // namespace netdumplings::chefs::network
