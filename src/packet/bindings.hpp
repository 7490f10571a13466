// What follows what: the questions that parsers ask. The answers are the tables of bindings.cpp.
//
// All give null for what isn't known, which then shows as Raw.
#pragma once

#include <cstdint>

#include "packet/step.hpp"

namespace netdumplings::packet {

/// Where an EtherType stands; scapy doesn't know the same ones everywhere.
enum Carrier : std::uint8_t {
  carrier_ethernet = 1,
  carrier_cooked = 2,
  carrier_snap = 4,
  carrier_gre = 8,
  carrier_everywhere = 15,
};

/// A capture's LINKTYPE_ value.
Parser after_link_type(int link_type);
Parser after_ethertype(std::uint16_t type, Carrier carrier);
/// An IPv4 protocol number; of a fragment that isn't the first only what a fragment may show.
Parser after_ipv4(std::uint8_t protocol, bool is_later_fragment);
Parser after_ipv4_in_icmp(std::uint8_t protocol, bool is_later_fragment);
/// An IPv6 next-header number, of the fixed header or of an extension header.
Parser after_ipv6(std::uint8_t next_header);
Parser after_ipv6_in_icmpv6(std::uint8_t next_header);
/// What an IPsec authentication header protects, as far as scapy looks.
Parser after_authentication_header(std::uint8_t next_header);
Parser after_llc(std::uint8_t dsap, std::uint8_t ssap, std::uint8_t control);
/// A PPP protocol number.
Parser after_ppp(std::uint16_t protocol);
Parser after_udp(std::uint16_t source, std::uint16_t destination);
Parser after_tcp(std::uint16_t source, std::uint16_t destination);

}  // namespace netdumplings::packet
