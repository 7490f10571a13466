#include "network/device/device_sighting.hpp"

#include <netdumplings/layers/arp.hpp>
#include <netdumplings/layers/dns.hpp>
#include <netdumplings/layers/ethernet.hpp>
#include <netdumplings/layers/icmpv6.hpp>
#include <netdumplings/layers/ip.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "network/dhcp/dhcp_message.hpp"

namespace netdumplings::chefs::network {
namespace {

// Returns nothing for an address that stands for none or for many.
std::optional<MacAddress> device_address(Bytes hardware) {
  if (hardware.size() != 6 || (hardware[0] & 1) != 0) return std::nullopt;
  const MacAddress address(hardware);
  return address == MacAddress() ? std::nullopt : std::optional(address);
}

std::optional<DeviceSighting> sighting_of(Bytes hardware, std::string_view by) {
  const auto address = device_address(hardware);
  if (!address) return std::nullopt;
  DeviceSighting sighting;
  sighting.hardware = *address;
  sighting.by = by;
  return sighting;
}

std::optional<DeviceSighting> read_arp(const Layer& layer) {
  constexpr std::uint16_t ethernet = 1, ipv4 = 0x0800;
  const auto arp = layers::Arp::of(layer);
  if (!arp || arp->hardware_type() != ethernet || arp->protocol_type() != ipv4) return std::nullopt;
  if (arp->operation() != layers::Arp::request && arp->operation() != layers::Arp::reply) return std::nullopt;
  auto sighting = sighting_of(arp->source_hardware(), "arp");
  if (sighting && arp->source_protocol().size() == 4) sighting->add(Ipv4Address(arp->source_protocol()));
  return sighting;
}

// The layers after `ip` are a message of neighbour discovery and its options. What comes from another link has a lower
// hop limit (RFC 4861, 7.1).
std::optional<DeviceSighting> read_neighbor(const Packet& packet, const layers::Ipv6& ip, std::size_t message) {
  constexpr std::uint8_t hop_limit = 255;
  const LayerRange layers = packet.layers();
  const auto icmp = layers::Icmpv6::of(layers[message]);
  if (!icmp || ip.hop_limit() != hop_limit) return std::nullopt;
  const bool is_advertisement = icmp->type() == layers::Icmpv6::neighbor_advertisement;
  const LayerKind option = is_advertisement ? ND_LAYER_ND_OPT_TARGET_LINK_ADDRESS : ND_LAYER_ND_OPT_SOURCE_LINK_ADDRESS;
  const auto address = is_advertisement ? icmp->target() : std::optional(ip.source());
  for (std::size_t i = message + 1; address && i < layers.size(); ++i) {
    const Layer layer = layers[i];
    if (layer.kind != option || layer.bytes.size() < 8) continue;
    auto sighting = sighting_of(layer.bytes.subspan(2, 6), "nd");
    if (sighting) sighting->add(*address);
    return sighting;
  }
  return std::nullopt;
}

std::optional<DeviceSighting> read_dhcp(const layers::Dhcp& dhcp) {
  auto sighting = sighting_of(dhcp.hardware(), "dhcp");
  if (!sighting) return std::nullopt;
  if (dhcp.is_request()) {
    sighting->hostname = dhcp_client_name(dhcp);
    sighting->vendor_class = dhcp.vendor_class();
    return sighting;
  }
  // Only what is acknowledged is the client's.
  if (dhcp.message_type().value_or(layers::Dhcp::acknowledge) != layers::Dhcp::acknowledge) return std::nullopt;
  sighting->add(dhcp.your_address());
  sighting->add(dhcp.client_address());
  return sighting;
}

std::optional<IpAddress> address_of_record(const layers::DnsRecord& record) {
  if (const auto ipv4 = record.a()) return *ipv4;
  if (const auto ipv6 = record.aaaa()) return *ipv6;
  return std::nullopt;
}

// Browsers announce random names of this form for their connections (RFC 8835, 3.1).
bool is_random_name(std::string_view name) {
  constexpr std::string_view pattern = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return std::ranges::equal(name, pattern, [](char c, char wanted) { return (c == '-') == (wanted == '-'); });
}

// Returns the device's name, without ".local", or nothing if it isn't one.
std::optional<std::string> local_name(std::string name) {
  constexpr std::string_view domain = ".local";
  if (name.size() <= domain.size() || !name.ends_with(domain)) return std::nullopt;
  name.resize(name.size() - domain.size());
  return is_random_name(name) ? std::nullopt : std::optional(std::move(name));
}

// A host announces its own addresses, and one of them is the sender's. Otherwise somebody announces another's, such as
// a router that passes on what was said on another link.
std::optional<DeviceSighting> read_announcement(const layers::Dns& dns, const layers::Ethernet& frame,
                                                const IpAddress& sender) {
  if (!dns.is_response()) return std::nullopt;
  auto records = dns.answers();
  for (auto& record : dns.additionals()) records.push_back(std::move(record));
  const auto own = std::ranges::find_if(records, [&](const auto& each) { return address_of_record(each) == sender; });
  if (own == records.end()) return std::nullopt;
  auto sighting = sighting_of(frame.source().bytes, "mdns");
  if (!sighting) return std::nullopt;
  sighting->hostname = local_name(own->owner());
  for (const auto& record : records) {
    const auto address = record.owner() == own->owner() ? address_of_record(record) : std::nullopt;
    if (address) sighting->add(*address);
  }
  return sighting;
}

bool is_multicast_dns(const layers::Udp& udp) {
  constexpr std::uint16_t port = 5353;
  return udp.source_port() == port && udp.destination_port() == port;
}

bool is_neighbor_message(LayerKind kind) {
  return kind >= ND_LAYER_ND_ROUTER_SOLICITATION && kind <= ND_LAYER_ND_NEIGHBOR_ADVERTISEMENT;
}

// Where a packet's headers are among its layers.
struct Around {
  std::optional<std::size_t> frame;
  std::optional<std::size_t> ip;
};

std::optional<DeviceSighting> read_datagram(const Packet& packet, const Around& around) {
  if (const auto dhcp = dhcp_message(packet)) return read_dhcp(*dhcp);
  const auto udp = innermost_udp(packet);
  if (!udp || !is_multicast_dns(*udp) || !around.frame || !around.ip) return std::nullopt;
  const auto dns = layers::Dns::of(udp->payload());
  const auto frame = layers::Ethernet::of(packet.layers()[*around.frame]);
  const auto ip = layers::Ip::of(packet.layers()[*around.ip]);
  return dns && frame && ip ? read_announcement(*dns, *frame, ip->source()) : std::nullopt;
}

}  // namespace

void DeviceSighting::add(const IpAddress& address) {
  const Bytes bytes = address.bytes();
  const bool is_none = std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
  const bool is_many = !bytes.empty() && (address.is_ipv6() ? bytes[0] == 0xff : bytes[0] >= 0xe0);
  if (is_none || is_many || count_ == addresses_.size()) return;
  if (std::ranges::find(addresses(), address) == addresses().end()) addresses_[count_++] = address;
}

std::optional<DeviceSighting> device_in(const Packet& packet) {
  Around around;
  const LayerRange layers = packet.layers();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const LayerKind kind = detail::raw_layer(packet.raw(), i).kind;
    if (kind == ND_LAYER_TCP) return std::nullopt;
    if (kind == ND_LAYER_ARP) return read_arp(layers[i]);
    if (layers::Ethernet::is(kind)) around.frame = i;
    if (layers::Ip::is(kind)) around.ip = i;
    if (is_neighbor_message(kind)) {
      const auto ip = around.ip ? layers::Ipv6::of(layers[*around.ip]) : std::nullopt;
      return ip ? read_neighbor(packet, *ip, i) : std::nullopt;
    }
  }
  return read_datagram(packet, around);
}

}  // namespace netdumplings::chefs::network
