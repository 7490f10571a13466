// Ethernet, 802.3, LLC, SNAP, VLAN tags, Linux cooked captures, loopback, and IP without a link layer.
#include <netdumplings/layers/bytes.hpp>

#include "packet/bindings.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

using detail::be16;
using detail::be32;

constexpr std::uint16_t last_length = 1500;  // a number up to this is no EtherType but an 802.3 frame's length

// A tag has four bytes: priority and VLAN, then the EtherType or the length of what it wraps.
Step vlan_tag(LayerKind kind, Bytes bytes) {
  if (bytes.size() < 4) return cut_short(kind, bytes, field_ends<0, 2>);
  const std::uint16_t type = be16(bytes, 2);
  const Parser next = after_ethertype(type, carrier_ethernet);
  if (type > last_length) return carries_rest(kind, bytes, 4, next);
  return carries(kind, bytes, 4, type, next != nullptr ? next : llc);
}

}  // namespace

Step ethernet(Bytes bytes) {
  if (bytes.size() < 14) return cut_short(ND_LAYER_ETHERNET, bytes, field_ends<0, 6, 12>);
  const std::uint16_t type = be16(bytes, 12);
  if (type <= last_length) return carries(ND_LAYER_DOT3, bytes, 14, type, llc);
  return carries_rest(ND_LAYER_ETHERNET, bytes, 14, after_ethertype(type, carrier_ethernet));
}

Step llc(Bytes bytes) {
  if (bytes.size() < 3) return cut_short(ND_LAYER_LLC, bytes, field_ends<0, 1, 2>);
  return carries_rest(ND_LAYER_LLC, bytes, 3, after_llc(bytes[0], bytes[1], bytes[2]));
}

Step snap(Bytes bytes) {
  if (bytes.size() < 5) return cut_short(ND_LAYER_SNAP, bytes, field_ends<0, 3>);
  return carries_rest(ND_LAYER_SNAP, bytes, 5, after_ethertype(be16(bytes, 3), carrier_snap));
}

Step dot1q(Bytes bytes) { return vlan_tag(ND_LAYER_DOT1Q, bytes); }
Step dot1ad(Bytes bytes) { return vlan_tag(ND_LAYER_DOT1AD, bytes); }

Step cooked_linux(Bytes bytes) {
  // The address field has up to eight bytes, so a packet that ends inside of it doesn't end inside a field.
  if (bytes.size() < 16) {
    return cut_short(ND_LAYER_COOKED_LINUX, bytes, field_ends<0, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14>);
  }
  return carries_rest(ND_LAYER_COOKED_LINUX, bytes, 16, after_ethertype(be16(bytes, 14), carrier_cooked));
}

Step cooked_linux_v2(Bytes bytes) {
  if (bytes.size() < 20) {
    return cut_short(ND_LAYER_COOKED_LINUX_V2, bytes, field_ends<0, 2, 4, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19>);
  }
  return carries_rest(ND_LAYER_COOKED_LINUX_V2, bytes, 20, after_ethertype(be16(bytes, 0), carrier_cooked));
}

Step loopback(Bytes bytes) {
  if (bytes.size() < 4) return cut_short(ND_LAYER_LOOPBACK, bytes, field_ends<0>);
  // The address family is in the byte order of the capturing machine. IPv6 is 10 on Linux, 24 on NetBSD and OpenBSD, 28
  // on FreeBSD, 30 on macOS. scapy knows 10 in little-endian only, and takes every big-endian number for IPv4.
  const std::uint32_t family = bytes[0] == 0 ? be32(bytes, 0) : bytes[0];
  const bool is_ipv6 = family == 10 || family == 24 || family == 28 || family == 30;
  const bool is_ipv4 = family == 2 || family == 0;
  return carries_rest(ND_LAYER_LOOPBACK, bytes, 4, is_ipv4 ? ipv4 : is_ipv6 ? ipv6 : nullptr);
}

Step ip_of_either_version(Bytes bytes) { return !bytes.empty() && bytes[0] >> 4 == 6 ? ipv6(bytes) : ipv4(bytes); }

}  // namespace netdumplings::packet
