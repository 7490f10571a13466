// Binds numbers to parsers. To add a layer to the dissector, write its parser, declare it in parsers.hpp and bind it
// here, in one line.
#include "packet/bindings.hpp"

#include <array>

#include "packet/binding_tables.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

struct LinkBinding {
  int link_type;  // https://www.tcpdump.org/linktypes.html
  Parser parser;
};
constexpr std::array link_types = std::to_array<LinkBinding>({
    {0, loopback},                 // NULL
    {1, ethernet},                 // ETHERNET
    {9, ppp},                      // PPP
    {12, ip_of_either_version},    // DLT_RAW
    {50, hdlc},                    // PPP_HDLC
    {51, pppoe},                   // PPP_ETHER
    {101, ip_of_either_version},   // RAW
    {104, cisco_hdlc},             // C_HDLC
    {105, dot11},                  // IEEE802_11
    {108, loopback},               // LOOP
    {113, cooked_linux},           // LINUX_SLL
    {119, prism},                  // IEEE802_11_PRISM
    {127, radiotap},               // IEEE802_11_RADIOTAP
    {192, ppi},                    // PPI
    {195, dot15d4_with_checksum},  // IEEE802_15_4_WITHFCS
    {204, ppp_with_direction},     // PPP_WITH_DIR
    {228, ipv4},                   // IPV4
    {229, ipv6},                   // IPV6
    {230, dot15d4},                // IEEE802_15_4_NOFCS
    {276, cooked_linux_v2},        // LINUX_SLL2
});

struct EthertypeBinding {
  std::uint16_t number;
  std::uint8_t carriers;
  Parser parser;
};
constexpr std::uint8_t not_gre = carrier_ethernet | carrier_cooked | carrier_snap;
constexpr NumberTable ethertypes(std::to_array<EthertypeBinding>({
    {1, not_gre, ethernet},
    {122, carrier_ethernet | carrier_cooked | carrier_gre, llc},
    {0x010b, carrier_snap, spanning_tree},
    {0x0800, carrier_everywhere, ipv4},
    {0x0806, carrier_everywhere, arp},
    {0x22eb, carrier_gre, erspan_iii},
    {0x6558, carrier_gre, ethernet},
    {0x8100, carrier_everywhere, dot1q},
    {0x86dd, carrier_everywhere, ipv6},
    {0x8021, carrier_ethernet, ppp_ip_control},
    {0x8053, carrier_ethernet, ppp_encryption_control},
    {0x8847, carrier_everywhere, mpls},
    {0x8848, carrier_everywhere, mpls},
    {0x8863, carrier_ethernet | carrier_cooked, pppoe_discovery},
    {0x8864, carrier_ethernet | carrier_cooked, pppoe},
    {0x8870, carrier_ethernet, llc},
    {0x880b, carrier_gre, ppp},
    {0x888e, carrier_everywhere, eapol},
    {0x88a8, not_gre, dot1ad},
    {0x88be, carrier_gre, erspan_ii},
    {0x9100, not_gre, dot1q},
}));

struct LlcBinding {
  std::uint8_t dsap;
  std::uint8_t ssap;
  std::uint8_t control;
  Parser parser;
};
constexpr std::array llc_bindings = std::to_array<LlcBinding>({
    {0x42, 0x42, 3, spanning_tree},
    {0xaa, 0xaa, 3, snap},
});

// The first table is for whole packets and first fragments, the second one for later fragments, as scapy reads them.
constexpr std::array ipv4_protocols = by_byte(std::to_array<ByteBinding>({
    {1, icmp},
    {4, ipv4},
    {6, tcp},
    {17, udp},
    {41, ipv6},
    {47, gre},
    {50, ipsec_encryption},
    {51, ipsec_authentication},
    {97, ether_ip},
    {112, vrrp_over_ipv4},
    {132, sctp},
    {137, mpls},
}));
constexpr std::array ipv4_protocols_of_fragments = by_byte(std::to_array<ByteBinding>({
    {41, ipv6},
    {50, ipsec_encryption},
    {51, ipsec_authentication},
    {112, vrrp_over_ipv4},
    {132, sctp},
}));
constexpr std::array ipv4_in_icmp_protocols = by_byte(std::to_array<ByteBinding>({
    {1, icmp_in_icmp},
    {4, ipv4_in_icmp},
    {6, tcp_in_icmp},
    {17, udp_in_icmp},
    {132, sctp_in_icmp},
}));
constexpr std::array ipv4_in_icmp_protocols_of_fragments = by_byte(std::to_array<ByteBinding>({
    {132, sctp_in_icmp},
}));

constexpr std::array ipv6_next_headers = by_byte(std::to_array<ByteBinding>({
    {0, ipv6_hop_by_hop},
    {4, ipv4},
    {6, tcp},
    {17, udp},
    {41, ipv6},
    {43, ipv6_routing},
    {44, ipv6_fragment},
    {47, gre},
    {50, ipsec_encryption},
    {51, ipsec_authentication},
    {58, icmpv6},
    {60, ipv6_destination_options},
    {97, ether_ip},
    {112, vrrp_over_ipv6},
    {132, sctp},
    {135, ipv6_mobility},
    {137, mpls},
}));
constexpr std::array ipv6_in_icmpv6_next_headers = by_byte(std::to_array<ByteBinding>({
    {6, tcp_in_icmp},
    {17, udp_in_icmp},
}));

struct ProtocolBinding {
  std::uint16_t protocol;
  Parser parser;
};
constexpr std::array ppp_protocols = std::to_array<ProtocolBinding>({
    {0x0021, ipv4},
    {0x0057, ipv6},
    {0x0281, mpls},
    {0x0283, mpls},
    {0x8021, ppp_ip_control},
    {0x8053, ppp_encryption_control},
    {0xc021, ppp_link_control},
    {0xc023, ppp_password},
    {0xc223, ppp_challenge},
    {0xc227, eap},
});
constexpr std::array geneve_protocols = std::to_array<ProtocolBinding>({
    {0x0800, ipv4},
    {0x6558, ethernet},
    {0x86dd, ipv6},
});
constexpr std::array cisco_hdlc_protocols = std::to_array<ProtocolBinding>({
    {0x0800, ipv4},
    {0x4242, spanning_tree},
    {0x6558, bridged_frame},
    {0x8035, slarp},
    {0x86dd, ipv6},
    {0x8847, mpls},
    {0x8848, mpls},
});

constexpr PortTable udp_ports(std::to_array<PortBinding>({
    either(5353, dns_over_udp),
    either(53, dns_over_udp),
    either(88, kerberos),
    between(68, 67, bootp),
    between(67, 68, bootp),
    between(67, 67, bootp),
    to(547, dhcp6),
    to(546, dhcp6),
    either(1985, hsrp),
    either(2029, hsrp),
    either(4500, ipsec_encryption),
    either(500, isakmp),
    either(1701, l2tp),
    either(389, connectionless_ldap),
    either(5355, llmnr),
    either(2727, mgcp),
    either(434, mobile_ip),
    either(137, netbios_names),
    to(138, netbios_datagram),
    either(2055, netflow),
    either(2056, netflow),
    either(9995, netflow),
    either(9996, netflow),
    either(6343, netflow),
    either(123, ntp),
    either(1812, radius),
    either(1813, radius),
    either(3799, radius),
    either(520, rip),
    either(161, snmp),
    either(162, snmp),
    to(69, tftp),
    either(4789, vxlan),
    either(4790, vxlan),
    either(6633, vxlan),
    either(8472, vxlan),
    to(48879, vxlan),
    to(6081, geneve),
    to(6635, mpls),
    either(2152, gtp_user),
}));

constexpr PortTable tcp_ports(std::to_array<PortBinding>({
    either(53, dns_over_tcp),
    either(88, kerberos_over_tcp),
    either(135, dcerpc),
    either(389, ldap),
    either(3268, ldap),
    either(445, netbios_session),
    either(139, netbios_session),
    either(1723, pptp_control),
    either(2000, skinny),
}));

template <std::size_t Size>
Parser find(const std::array<ProtocolBinding, Size>& bindings, std::uint16_t protocol) {
  for (const ProtocolBinding& binding : bindings) {
    if (binding.protocol == protocol) return binding.parser;
  }
  return nullptr;
}

}  // namespace

Parser after_link_type(int link_type) {
  for (const LinkBinding& binding : link_types) {
    if (binding.link_type == link_type) return binding.parser;
  }
  return nullptr;
}

Parser after_ethertype(std::uint16_t type, Carrier carrier) {
  const EthertypeBinding* binding = ethertypes.find(type);
  return binding != nullptr && (binding->carriers & carrier) != 0 ? binding->parser : nullptr;
}

Parser after_ipv4(std::uint8_t protocol, bool is_later_fragment) {
  return is_later_fragment ? ipv4_protocols_of_fragments[protocol] : ipv4_protocols[protocol];
}

Parser after_ipv4_in_icmp(std::uint8_t protocol, bool is_later_fragment) {
  const Parser quoted =
      is_later_fragment ? ipv4_in_icmp_protocols_of_fragments[protocol] : ipv4_in_icmp_protocols[protocol];
  return quoted != nullptr ? quoted : after_ipv4(protocol, is_later_fragment);
}

Parser after_ipv6(std::uint8_t next_header) { return ipv6_next_headers[next_header]; }

Parser after_ipv6_in_icmpv6(std::uint8_t next_header) {
  const Parser quoted = ipv6_in_icmpv6_next_headers[next_header];
  return quoted != nullptr ? quoted : after_ipv6(next_header);
}

Parser after_authentication_header(std::uint8_t next_header) {
  constexpr std::uint8_t unspecified = 0, ipv6_in_ip = 41;
  return next_header == unspecified ? ipv4 : next_header == ipv6_in_ip ? ipv6 : nullptr;
}

Parser after_llc(std::uint8_t dsap, std::uint8_t ssap, std::uint8_t control) {
  for (const LlcBinding& binding : llc_bindings) {
    if (binding.dsap == dsap && binding.ssap == ssap && binding.control == control) return binding.parser;
  }
  return nullptr;
}

Parser after_ppp(std::uint16_t protocol) { return find(ppp_protocols, protocol); }

Parser after_geneve(std::uint16_t protocol) { return find(geneve_protocols, protocol); }

Parser after_cisco_hdlc(std::uint16_t protocol) { return find(cisco_hdlc_protocols, protocol); }

Parser after_udp(std::uint16_t source, std::uint16_t destination) { return udp_ports.find(source, destination); }

Parser after_tcp(std::uint16_t source, std::uint16_t destination) { return tcp_ports.find(source, destination); }

}  // namespace netdumplings::packet
