// Declares every parser, by the file that it is in. bindings.cpp says which numbers lead to which parser.
#pragma once

#include "packet/step.hpp"

namespace netdumplings::packet {

// link.cpp
Step ethernet(Bytes bytes);  // and 802.3: the length field says which
Step llc(Bytes bytes);
Step snap(Bytes bytes);
Step dot1q(Bytes bytes);
Step dot1ad(Bytes bytes);
Step cooked_linux(Bytes bytes);
Step cooked_linux_v2(Bytes bytes);
Step loopback(Bytes bytes);
Step ip_of_either_version(Bytes bytes);

// dot11.cpp, dot11_elements.cpp
Step ppi(Bytes bytes);
Step radiotap(Bytes bytes);
Step prism(Bytes bytes);
Step dot11(Bytes bytes);
Step dot11_with_checksum(Bytes bytes);
Step dot11_element(Bytes bytes);

// dot15d4.cpp
Step dot15d4(Bytes bytes);
Step dot15d4_with_checksum(Bytes bytes);

// ppp.cpp
Step ppp(Bytes bytes);
Step hdlc(Bytes bytes);
Step ppp_with_direction(Bytes bytes);
Step ppp_link_control(Bytes bytes);
Step ppp_ip_control(Bytes bytes);
Step ppp_encryption_control(Bytes bytes);
Step ppp_password(Bytes bytes);
Step ppp_challenge(Bytes bytes);
Step pppoe(Bytes bytes);
Step pppoe_discovery(Bytes bytes);

// cisco_hdlc.cpp
Step cisco_hdlc(Bytes bytes);
Step slarp(Bytes bytes);
Step bridged_frame(Bytes bytes);

// gre.cpp, tunnels.cpp, mpls.cpp, gtp.cpp
Step gre(Bytes bytes);
Step erspan_i(Bytes bytes);
Step erspan_ii(Bytes bytes);
Step erspan_iii(Bytes bytes);
Step geneve(Bytes bytes);
Step ether_ip(Bytes bytes);
Step mpls(Bytes bytes);
Step gtp_user(Bytes bytes);

// arp.cpp, dns.cpp
Step arp(Bytes bytes);
Step dns_over_udp(Bytes bytes);
Step dns_over_tcp(Bytes bytes);
Step llmnr(Bytes bytes);

// ipv4.cpp, ipv6.cpp
Step ipv4(Bytes bytes);
Step ipv4_in_icmp(Bytes bytes);
Step ipv6(Bytes bytes);
Step ipv6_in_icmpv6(Bytes bytes);
Step ipv6_hop_by_hop(Bytes bytes);
Step ipv6_destination_options(Bytes bytes);
Step ipv6_routing(Bytes bytes);
Step ipv6_fragment(Bytes bytes);

// icmp.cpp, icmpv6.cpp, nd_options.cpp
Step icmp(Bytes bytes);
Step icmp_in_icmp(Bytes bytes);
Step icmpv6(Bytes bytes);
Step nd_option(Bytes bytes);

// transport.cpp, sctp.cpp
Step tcp(Bytes bytes);
Step tcp_in_icmp(Bytes bytes);
Step udp(Bytes bytes);
Step udp_in_icmp(Bytes bytes);
Step sctp(Bytes bytes);
Step sctp_in_icmp(Bytes bytes);

// netbios.cpp, smb.cpp, smb2.cpp, dcerpc.cpp
Step netbios_names(Bytes bytes);
Step netbios_datagram(Bytes bytes);
Step netbios_session(Bytes bytes);
Step smb_of_any_version(Bytes bytes);
Step smb2(Bytes bytes);
Step dcerpc(Bytes bytes);

// dhcp.cpp, dhcp6.cpp, ipsec.cpp, eapol.cpp
Step bootp(Bytes bytes);
Step dhcp6(Bytes bytes);
Step ipsec_authentication(Bytes bytes);
Step ipsec_encryption(Bytes bytes);
Step isakmp(Bytes bytes);
Step eapol(Bytes bytes);
Step eap(Bytes bytes);

// mobility.cpp, pptp.cpp, netflow.cpp
Step ipv6_mobility(Bytes bytes);
Step pptp_control(Bytes bytes);
Step netflow(Bytes bytes);

// routing.cpp, tftp.cpp, asn1.cpp
Step rip(Bytes bytes);
Step hsrp(Bytes bytes);
Step vrrp_over_ipv4(Bytes bytes);
Step vrrp_over_ipv6(Bytes bytes);
Step tftp(Bytes bytes);
Step snmp(Bytes bytes);
Step kerberos(Bytes bytes);
Step kerberos_over_tcp(Bytes bytes);
Step ldap(Bytes bytes);
Step connectionless_ldap(Bytes bytes);

// ntp.cpp, applications.cpp
Step ntp(Bytes bytes);
Step radius(Bytes bytes);
Step mgcp(Bytes bytes);
Step mobile_ip(Bytes bytes);
Step skinny(Bytes bytes);
Step vxlan(Bytes bytes);
Step l2tp(Bytes bytes);
Step spanning_tree(Bytes bytes);

// dissector.cpp
Step padding(Bytes bytes);

}  // namespace netdumplings::packet
