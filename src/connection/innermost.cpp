#include "connection/innermost.hpp"

#include <netdumplings/layers/icmpv6.hpp>
#include <netdumplings/layers/ipv4.hpp>
#include <netdumplings/layers/ipv6.hpp>
#include <netdumplings/packet.hpp>

#include <algorithm>
#include <utility>

#include "connection/transport.hpp"

namespace netdumplings::connection {
namespace {

using netdumplings::detail::be16;
using netdumplings::detail::be32;
using netdumplings::detail::clipped;

// What a kind of layer means here.
enum class Role : std::uint8_t { other, ipv4, ipv6, extension, vlan, tunnel, end };

constexpr std::array roles = [] {
  std::array<Role, ND_LAYER_KIND_COUNT> found{};
  found[ND_LAYER_IP] = Role::ipv4;
  found[ND_LAYER_IPV6] = Role::ipv6;
  for (auto kind = ND_LAYER_IPV6_HOP_BY_HOP; kind <= ND_LAYER_IPV6_FRAGMENT; kind = nd_layer_kind(kind + 1)) {
    found[kind] = Role::extension;
  }
  found[ND_LAYER_DOT1Q] = found[ND_LAYER_DOT1AD] = Role::vlan;
  for (const TunnelLayer& tunnel : tunnel_layers) found[tunnel.layer] = Role::tunnel;
  // What comes after these is a stream's bytes, or quoted by an error: no packet that belongs to a connection.
  for (const LayerKind kind : {ND_LAYER_TCP, ND_LAYER_ICMP, ND_LAYER_SCTP}) found[kind] = Role::end;
  for (LayerKind kind = 0; kind < ND_LAYER_KIND_COUNT; ++kind) {
    if (layers::Icmpv6::is(kind)) found[kind] = Role::end;
  }
  return found;
}();

// An IP header, while the layers after it are read.
struct IpHeader {
  bool is_ipv6 = false;
  std::uint32_t offset = 0;          // where it begins
  std::uint32_t end = 0;             // where it ends, with its extension headers
  std::uint32_t captured_end = 0;    // where the captured part of what it carries ends
  std::uint32_t length = 0;          // on the wire, header and all that it carries
  std::uint32_t next_header_at = 0;  // where the protocol of what follows is, from `offset`
};

class Finder {
 public:
  /// Writes what it finds to `found`, which is new.
  Finder(const nd_packet& packet, Innermost& found) : packet_(packet), found_(found) {}

  /// Returns whether there is an IP header.
  bool find(const Innermost* around);

 private:
  void step_into(std::uint32_t index);
  void read_vlan(Bytes header);
  void read_tunnel(const Layer& layer);
  bool read_ip(const nd_layer& raw, bool is_ipv6);
  void read_extension(const nd_layer& raw);
  void read_ipv4_fragment(Bytes header);
  void read_ipv6_fragment(const nd_layer& raw);
  void enter_tunnel();
  std::uint32_t wire_length_of(const nd_layer& raw, std::uint32_t claimed, std::uint32_t header) const;
  Bytes bytes(std::uint32_t offset, std::uint32_t size) const { return {packet_.bytes + offset, size}; }
  void read_payload();

  const nd_packet& packet_;
  Innermost& found_;
  IpHeader ip_;
  bool has_ip_ = false;
  bool is_done_ = false;
  // The tunnel whose layer was seen last. It counts once there is an IP header in it.
  TunnelKind entered_ = TunnelKind::none;
  std::optional<std::uint32_t> entered_id_;
  Network entered_network_;
};

void Finder::read_vlan(Bytes header) {
  if (header.size() < 2 || found_.vlans.count == most_vlans) return;
  const std::uint16_t id = be16(header, 0) & 0xfff;
  if (id != 0) found_.vlans.ids[found_.vlans.count++] = id;
}

void Finder::read_tunnel(const Layer& layer) {
  const auto* const tunnel = std::find_if(tunnel_layers.begin(), tunnel_layers.end(),
                                          [&](const TunnelLayer& each) { return each.layer == layer.kind; });
  entered_ = tunnel->kind;
  entered_id_ = tunnel->id(layer);
  if (tunnel->separates_networks && entered_id_) entered_network_ = {entered_, *entered_id_};
}

// An IP header was found: what was around it is the innermost tunnel so far.
void Finder::enter_tunnel() {
  found_.network = entered_network_;
  if (entered_ == TunnelKind::none && !has_ip_) return;
  if (entered_ == TunnelKind::none) {
    const bool is_six_in_four = !ip_.is_ipv6 && found_.ends.source.is_ipv6();
    entered_ = is_six_in_four ? TunnelKind::six_in_four : TunnelKind::ip_in_ip;
  }
  found_.tunnel.kind = entered_;
  found_.tunnel.id = entered_id_;
  entered_ = TunnelKind::none;
  entered_id_.reset();
}

// A card that segments packets itself leaves 0 in the length, and a length may lie: then the packet's end counts.
std::uint32_t Finder::wire_length_of(const nd_layer& raw, std::uint32_t claimed, std::uint32_t header) const {
  const std::uint32_t room = packet_.wire_length - raw.offset;
  if (claimed >= header) return std::max(std::min(claimed, room), raw.length);
  return packet_.captured_length < packet_.wire_length ? room : raw.length;
}

// Returns false if the header was cut off.
bool Finder::read_ip(const nd_layer& raw, bool is_ipv6) {
  const std::uint32_t least = is_ipv6 ? 40 : 20;
  if (raw.length < least) return false;
  const Bytes header = bytes(raw.offset, raw.length);
  const IpAddress outside_source = found_.ends.source;
  const IpAddress outside_destination = found_.ends.destination;
  if (is_ipv6) {
    found_.ends.source = Ipv6Address(header.subspan(8));
    found_.ends.destination = Ipv6Address(header.subspan(24));
  } else {
    found_.ends.source = Ipv4Address(header.subspan(12));
    found_.ends.destination = Ipv4Address(header.subspan(16));
  }
  found_.ends.protocol = header[is_ipv6 ? 6 : 9];
  const bool is_inside = has_ip_ || entered_ != TunnelKind::none;
  enter_tunnel();
  if (is_inside) {
    found_.tunnel.source = outside_source;
    found_.tunnel.destination = outside_destination;
  }
  const std::uint32_t own = is_ipv6 ? 40 : std::max(header[0] % 16u * 4, 20u);
  const std::uint32_t length_field = be16(header, is_ipv6 ? 4 : 2);
  const std::uint32_t claimed = is_ipv6 && length_field != 0 ? 40 + length_field : length_field;
  ip_ = {.is_ipv6 = is_ipv6,
         .offset = raw.offset,
         .end = raw.offset + own,
         .captured_end = raw.offset + raw.length,
         .length = wire_length_of(raw, claimed, own),
         .next_header_at = is_ipv6 ? 6u : 9u};
  has_ip_ = true;
  if (!is_ipv6) read_ipv4_fragment(header);
  return true;
}

void Finder::read_ipv4_fragment(Bytes header) {
  constexpr std::uint16_t more_fragments = 0x2000, offset_bits = 0x1fff;
  const std::uint16_t field = be16(header, 6);
  if ((field & (more_fragments | offset_bits)) == 0) return;
  is_done_ = true;
  found_.fragment = {.id = be16(header, 4),
                     .offset = (field & offset_bits) * 8u,
                     .more = (field & more_fragments) != 0,
                     .header = clipped(header, 0, ip_.end - ip_.offset),
                     .next_header_at = ip_.next_header_at,
                     .protocol = found_.ends.protocol,
                     .data = {}};
}

void Finder::read_extension(const nd_layer& raw) {
  if (raw.length < 2) return;
  if (raw.kind == ND_LAYER_IPV6_FRAGMENT && raw.length >= 8) read_ipv6_fragment(raw);
  found_.ends.protocol = packet_.bytes[raw.offset];
  ip_.next_header_at = raw.offset - ip_.offset;
  ip_.end = raw.offset + raw.header_length;
}

// A datagram in a single fragment is an ordinary one (RFC 6946).
void Finder::read_ipv6_fragment(const nd_layer& raw) {
  const Bytes header = bytes(raw.offset, 8);
  const std::uint16_t field = be16(header, 2);
  if ((field & 0xfff9U) == 0) return;
  is_done_ = true;
  found_.fragment = {.id = be32(header, 4),
                     .offset = field & 0xfff8U,
                     .more = (field & 1U) != 0,
                     .header = bytes(ip_.offset, raw.offset - ip_.offset),
                     .next_header_at = ip_.next_header_at,
                     .protocol = header[0],
                     .data = {}};
}

void Finder::read_payload() {
  found_.ip_bytes = ip_.length;
  const std::uint32_t begin = std::min(ip_.end, ip_.captured_end);
  const std::uint32_t headers = ip_.end - ip_.offset;
  const Bytes carried = bytes(begin, ip_.captured_end - begin);
  const std::uint32_t length = std::max(ip_.length - std::min(headers, ip_.length), std::uint32_t(carried.size()));
  if (found_.fragment) {
    found_.fragment->data = carried;
    found_.fragment->length = length;
    return;
  }
  read_transport(found_, carried, begin, length);
}

bool Finder::find(const Innermost* around) {
  if (around != nullptr) {
    found_.vlans = around->vlans;
    found_.tunnel = around->tunnel;
    entered_network_ = around->network;
  }
  for (std::uint32_t i = 0; i < packet_.layer_count && !is_done_; ++i) {
    step_into(i);
  }
  if (has_ip_) read_payload();
  return has_ip_;
}

void Finder::step_into(std::uint32_t index) {
  const nd_layer& raw = netdumplings::detail::raw_layer(packet_, index);
  const Role role = raw.kind < roles.size() ? roles[raw.kind] : Role::other;
  switch (role) {
    case Role::ipv4:
    case Role::ipv6:
      is_done_ = !read_ip(raw, role == Role::ipv6) || is_done_;
      break;
    case Role::extension:
      if (has_ip_) read_extension(raw);
      break;
    case Role::vlan:
      read_vlan(bytes(raw.offset, raw.header_length));
      break;
    case Role::tunnel:
      read_tunnel(LayerRange(packet_)[index]);
      break;
    case Role::end:
      is_done_ = true;
      break;
    case Role::other:
      break;
  }
}

}  // namespace

std::optional<Innermost> find_innermost(const nd_packet& packet, const Innermost* around) {
  std::optional<Innermost> found(std::in_place);
  if (!Finder(packet, *found).find(around)) found.reset();
  return found;
}

}  // namespace netdumplings::connection
