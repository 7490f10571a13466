// Says which parser reads what a layer carries. Each function returns null if the number isn't known; what is carried
// is then shown as Raw. The tables are in bindings.cpp.
#pragma once

#include <cstdint>

#include "packet/step.hpp"

namespace netdumplings::packet {

/// Where an EtherType was read. scapy knows different EtherTypes in different places.
enum Carrier : std::uint8_t {
  carrier_ethernet = 1,
  carrier_cooked = 2,
  carrier_snap = 4,
  carrier_gre = 8,
  carrier_everywhere = 15,
};

/// Takes the LINKTYPE_ value of a capture.
Parser after_link_type(int link_type);
Parser after_ethertype(std::uint16_t type, Carrier carrier);
/// Takes an IPv4 protocol number. In a fragment that isn't the first, only some protocols can be read.
Parser after_ipv4(std::uint8_t protocol, bool is_later_fragment);
Parser after_ipv4_in_icmp(std::uint8_t protocol, bool is_later_fragment);
/// Takes a next-header number of the fixed IPv6 header or of an extension header.
Parser after_ipv6(std::uint8_t next_header);
Parser after_ipv6_in_icmpv6(std::uint8_t next_header);
/// Takes the next-header number of an IPsec authentication header. Knows what scapy knows, which is only IP.
Parser after_authentication_header(std::uint8_t next_header);
Parser after_llc(std::uint8_t dsap, std::uint8_t ssap, std::uint8_t control);
/// Takes a PPP protocol number.
Parser after_ppp(std::uint16_t protocol);
/// Takes an EtherType. Knows what scapy knows, which is Ethernet and IP.
Parser after_geneve(std::uint16_t protocol);
/// Takes a protocol number of Cisco HDLC, in most cases an EtherType.
Parser after_cisco_hdlc(std::uint16_t protocol);
Parser after_udp(std::uint16_t source, std::uint16_t destination);
Parser after_tcp(std::uint16_t source, std::uint16_t destination);

}  // namespace netdumplings::packet
