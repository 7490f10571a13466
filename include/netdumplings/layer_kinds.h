/* The layers that a packet can have. Usable from C.
 *
 * One line a kind: ND_LAYER_<SUFFIX>, and the name that it always goes by, which is scapy's. Append-only: a kind keeps
 * its number for ever, a new layer goes at the end: a chef built against an older header still reads what it knew.
 */
#ifndef NETDUMPLINGS_LAYER_KINDS_H
#define NETDUMPLINGS_LAYER_KINDS_H

/* clang-format off */
#define ND_LAYER_KINDS(X)                                                                                    \
  X(RAW, "Raw")                                                                                              \
  X(PADDING, "Padding")                                                                                      \
  X(ETHERNET, "Ethernet")                                                                                    \
  X(DOT3, "802.3")                                                                                           \
  X(LLC, "LLC")                                                                                              \
  X(SNAP, "SNAP")                                                                                            \
  X(DOT1Q, "802.1Q")                                                                                         \
  X(DOT1AD, "802_1AD")                                                                                       \
  X(COOKED_LINUX, "cooked linux")                                                                            \
  X(COOKED_LINUX_V2, "cooked linux v2")                                                                      \
  X(LOOPBACK, "Loopback")                                                                                    \
  X(ARP, "ARP")                                                                                              \
  X(IP, "IP")                                                                                                \
  X(IPV6, "IPv6")                                                                                            \
  X(IPV6_HOP_BY_HOP, "IPv6 Extension Header - Hop-by-Hop Options Header")                                    \
  X(IPV6_DESTINATION_OPTIONS, "IPv6 Extension Header - Destination Options Header")                          \
  X(IPV6_ROUTING, "IPv6 Option Header Routing")                                                              \
  X(IPV6_SEGMENT_ROUTING, "IPv6 Option Header Segment Routing")                                              \
  X(IPV6_FRAGMENT, "IPv6 Extension Header - Fragmentation header")                                           \
  X(TCP, "TCP")                                                                                              \
  X(UDP, "UDP")                                                                                              \
  X(ICMP, "ICMP")                                                                                            \
  X(IP_IN_ICMP, "IP in ICMP")                                                                                \
  X(TCP_IN_ICMP, "TCP in ICMP")                                                                              \
  X(UDP_IN_ICMP, "UDP in ICMP")                                                                              \
  X(ICMP_IN_ICMP, "ICMP in ICMP")                                                                            \
  X(SCTP_IN_ICMP, "SCTP in ICMP")                                                                            \
  X(IPV6_IN_ICMPV6, "IPv6 in ICMPv6")                                                                        \
  X(DNS, "DNS")                                                                                              \
  X(GRE, "GRE")                                                                                              \
  X(GRE_PPTP, "GRE PPTP")                                                                                    \
  X(GRE_ROUTING, "GRE routing information")                                                                  \
  X(ICMPV6_DESTINATION_UNREACHABLE, "ICMPv6 Destination Unreachable")                                        \
  X(ICMPV6_PACKET_TOO_BIG, "ICMPv6 Packet Too Big")                                                          \
  X(ICMPV6_TIME_EXCEEDED, "ICMPv6 Time Exceeded")                                                            \
  X(ICMPV6_PARAMETER_PROBLEM, "ICMPv6 Parameter Problem")                                                    \
  X(ICMPV6_ECHO_REQUEST, "ICMPv6 Echo Request")                                                              \
  X(ICMPV6_ECHO_REPLY, "ICMPv6 Echo Reply")                                                                  \
  X(MLD_QUERY, "MLD - Multicast Listener Query")                                                             \
  X(MLD_REPORT, "MLD - Multicast Listener Report")                                                           \
  X(MLD_DONE, "MLD - Multicast Listener Done")                                                               \
  X(MLD2_QUERY, "MLDv2 - Multicast Listener Query")                                                          \
  X(MLD2_REPORT, "MLDv2 - Multicast Listener Report")                                                        \
  X(MRD_ADVERTISEMENT, "ICMPv6 Multicast Router Discovery Advertisement")                                    \
  X(MRD_SOLICITATION, "ICMPv6 Multicast Router Discovery Solicitation")                                      \
  X(MRD_TERMINATION, "ICMPv6 Multicast Router Discovery Termination")                                        \
  X(ND_ROUTER_SOLICITATION, "ICMPv6 Neighbor Discovery - Router Solicitation")                               \
  X(ND_ROUTER_ADVERTISEMENT, "ICMPv6 Neighbor Discovery - Router Advertisement")                             \
  X(ND_NEIGHBOR_SOLICITATION, "ICMPv6 Neighbor Discovery - Neighbor Solicitation")                           \
  X(ND_NEIGHBOR_ADVERTISEMENT, "ICMPv6 Neighbor Discovery - Neighbor Advertisement")                         \
  X(ND_REDIRECT, "ICMPv6 Neighbor Discovery - Redirect")                                                     \
  X(ND_INVERSE_SOLICITATION, "ICMPv6 Inverse Neighbor Discovery Solicitation")                               \
  X(ND_INVERSE_ADVERTISEMENT, "ICMPv6 Inverse Neighbor Discovery Advertisement")                             \
  X(ND_OPT_UNKNOWN, "ICMPv6 Neighbor Discovery Option - Scapy Unimplemented")                                \
  X(ND_OPT_SOURCE_LINK_ADDRESS, "ICMPv6 Neighbor Discovery Option - Source Link-Layer Address")              \
  X(ND_OPT_TARGET_LINK_ADDRESS, "ICMPv6 Neighbor Discovery Option - Destination Link-Layer Address")         \
  X(ND_OPT_PREFIX_INFORMATION, "ICMPv6 Neighbor Discovery Option - Prefix Information")                      \
  X(ND_OPT_REDIRECTED_HEADER, "ICMPv6 Neighbor Discovery Option - Redirected Header")                        \
  X(ND_OPT_MTU, "ICMPv6 Neighbor Discovery Option - MTU")                                                    \
  X(ND_OPT_SHORTCUT_LIMIT, "ICMPv6 Neighbor Discovery Option - NBMA Shortcut Limit")                         \
  X(ND_OPT_ADVERTISEMENT_INTERVAL, "ICMPv6 Neighbor Discovery - Interval Advertisement")                     \
  X(ND_OPT_HOME_AGENT, "ICMPv6 Neighbor Discovery - Home Agent Information")                                 \
  X(ND_OPT_SOURCE_ADDRESS_LIST, "ICMPv6 Inverse Neighbor Discovery Option - Source Address List")            \
  X(ND_OPT_TARGET_ADDRESS_LIST, "ICMPv6 Inverse Neighbor Discovery Option - Target Address List")            \
  X(ND_OPT_IP_ADDRESS, "ICMPv6 Neighbor Discovery - IP Address Option (FH for MIPv6)")                       \
  X(ND_OPT_NEW_ROUTER_PREFIX,                                                                                \
    "ICMPv6 Neighbor Discovery - New Router Prefix Information Option (FH for MIPv6)")                       \
  X(ND_OPT_LINK_LAYER_ADDRESS, "ICMPv6 Neighbor Discovery - Link-Layer Address (LLA) Option (FH for MIPv6)") \
  X(ND_OPT_MAP, "ICMPv6 Neighbor Discovery - MAP Option")                                                    \
  X(ND_OPT_ROUTE_INFORMATION, "ICMPv6 Neighbor Discovery Option - Route Information Option")                 \
  X(ND_OPT_RDNSS, "ICMPv6 Neighbor Discovery Option - Recursive DNS Server Option")                          \
  X(ND_OPT_FLAGS, "ICMPv6 Neighbor Discovery Option - Expanded Flags Option")                                \
  X(ND_OPT_DNSSL, "ICMPv6 Neighbor Discovery Option - DNS Search List Option")                               \
  X(NI_QUERY_NOOP, "ICMPv6 Node Information Query - NOOP Query")                                             \
  X(NI_QUERY_NAME, "ICMPv6 Node Information Query - IPv6 Name Query")                                        \
  X(NI_QUERY_IPV6, "ICMPv6 Node Information Query - IPv6 Address Query")                                     \
  X(NI_QUERY_IPV4, "ICMPv6 Node Information Query - IPv4 Address Query")                                     \
  X(NI_REPLY_NOOP, "ICMPv6 Node Information Reply - NOOP Reply")                                             \
  X(NI_REPLY_NAME, "ICMPv6 Node Information Reply - Node Names")                                             \
  X(NI_REPLY_IPV6, "ICMPv6 Node Information Reply - IPv6 addresses")                                         \
  X(NI_REPLY_IPV4, "ICMPv6 Node Information Reply - IPv4 addresses")                                         \
  X(NI_REPLY_REFUSED, "ICMPv6 Node Information Reply - Responder refuses to supply answer")                  \
  X(NI_REPLY_UNKNOWN, "ICMPv6 Node Information Reply - Qtype unknown to the responder")                      \
  X(HOME_AGENT_DISCOVERY_REQUEST, "ICMPv6 Home Agent Address Discovery Request")                             \
  X(HOME_AGENT_DISCOVERY_REPLY, "ICMPv6 Home Agent Address Discovery Reply")                                 \
  X(MOBILE_PREFIX_SOLICITATION, "ICMPv6 Mobile Prefix Solicitation")                                         \
  X(MOBILE_PREFIX_ADVERTISEMENT, "ICMPv6 Mobile Prefix Advertisement")                                       \
  X(RPL, "RPL")                                                                                              \
  X(SCTP, "SCTP")                                                                                            \
  X(SCTP_DATA, "SCTPChunkData")                                                                              \
  X(SCTP_INIT, "SCTPChunkInit")                                                                              \
  X(SCTP_INIT_ACK, "SCTPChunkInitAck")                                                                       \
  X(SCTP_SACK, "SCTPChunkSACK")                                                                              \
  X(SCTP_HEARTBEAT_REQUEST, "SCTPChunkHeartbeatReq")                                                         \
  X(SCTP_HEARTBEAT_ACK, "SCTPChunkHeartbeatAck")                                                             \
  X(SCTP_ABORT, "SCTPChunkAbort")                                                                            \
  X(SCTP_SHUTDOWN, "SCTPChunkShutdown")                                                                      \
  X(SCTP_SHUTDOWN_ACK, "SCTPChunkShutdownAck")                                                               \
  X(SCTP_ERROR, "SCTPChunkError")                                                                            \
  X(SCTP_COOKIE_ECHO, "SCTPChunkCookieEcho")                                                                 \
  X(SCTP_COOKIE_ACK, "SCTPChunkCookieAck")                                                                   \
  X(SCTP_SHUTDOWN_COMPLETE, "SCTPChunkShutdownComplete")                                                     \
  X(SCTP_AUTHENTICATION, "SCTPChunkAuthentication")                                                          \
  X(SCTP_ADDRESS_CONFIGURATION, "SCTPChunkAddressConf")                                                      \
  X(SCTP_ADDRESS_CONFIGURATION_ACK, "SCTPChunkAddressConfAck")                                               \
  X(PPI, "Per-Packet Information header (PPI)")                                                              \
  X(RADIOTAP, "RadioTap")                                                                                    \
  X(PRISM, "Prism header")                                                                                   \
  X(DOT11, "802.11")                                                                                         \
  X(DOT11_FCS, "802.11-FCS")                                                                                 \
  X(DOT11_QOS, "802.11 QoS")                                                                                 \
  X(DOT11_ACK, "802.11 Ack packet")                                                                          \
  X(DOT11_ASSOCIATION_REQUEST, "802.11 Association Request")                                                 \
  X(DOT11_ASSOCIATION_RESPONSE, "802.11 Association Response")                                               \
  X(DOT11_REASSOCIATION_REQUEST, "802.11 Reassociation Request")                                             \
  X(DOT11_REASSOCIATION_RESPONSE, "802.11 Reassociation Response")                                           \
  X(DOT11_PROBE_REQUEST, "802.11 Probe Request")                                                             \
  X(DOT11_PROBE_RESPONSE, "802.11 Probe Response")                                                           \
  X(DOT11_BEACON, "802.11 Beacon")                                                                           \
  X(DOT11_ATIM, "802.11 ATIM")                                                                               \
  X(DOT11_DISASSOCIATION, "802.11 Disassociation")                                                           \
  X(DOT11_AUTHENTICATION, "802.11 Authentication")                                                           \
  X(DOT11_DEAUTHENTICATION, "802.11 Deauthentication")                                                       \
  X(DOT11_WEP, "802.11 WEP packet")                                                                          \
  X(DOT11_TKIP, "802.11 TKIP packet")                                                                        \
  X(DOT11_CCMP, "802.11 CCMP packet")                                                                        \
  X(DOT11_ENCRYPTED, "802.11 Encrypted (unknown algorithm)")                                                 \
  X(DOT11_ELEMENT, "802.11 Information Element")                                                             \
  X(DOT11_RATES, "802.11 Rates")                                                                             \
  X(DOT11_DSSS_PARAMETERS, "802.11 DSSS Parameter Set")                                                      \
  X(DOT11_ERP, "802.11 ERP")                                                                                 \
  X(DOT11_HT_CAPABILITIES, "802.11 HT Capabilities")                                                         \
  X(DOT11_RSN, "802.11 RSN information")                                                                     \
  X(DOT11_COUNTRY, "802.11 Country")                                                                         \
  X(DOT11_VENDOR_SPECIFIC, "802.11 Vendor Specific")                                                         \
  X(DOT11_MICROSOFT_WPA, "802.11 Microsoft WPA")                                                             \
  X(PPP, "PPP Link Layer")                                                                                   \
  X(HDLC, "HDLC")                                                                                            \
  X(PPP_WITH_DIRECTION, "DIR_PPP")                                                                           \
  X(PPP_LCP, "PPP Link Control Protocol")                                                                    \
  X(PPP_IPCP, "PPP_IPCP")                                                                                    \
  X(PPP_ECP, "PPP_ECP")                                                                                      \
  X(PPP_PAP, "PPP Password Authentication Protocol")                                                         \
  X(PPP_CHAP, "PPP Challenge Handshake Authentication Protocol")                                             \
  X(PPPOE, "PPP over Ethernet")                                                                              \
  X(PPPOE_DISCOVERY, "PPP over Ethernet Discovery")                                                          \
  X(PPPOE_TAGS, "PPPoE Tag List")
/* clang-format on */

/* ND_LAYER_NONE is no layer; what follows is dense from 1. */
typedef enum nd_layer_kind {
  ND_LAYER_NONE = 0,
#define ND_LAYER_KIND_ENUMERATOR(suffix, name) ND_LAYER_##suffix,
  ND_LAYER_KINDS(ND_LAYER_KIND_ENUMERATOR)
#undef ND_LAYER_KIND_ENUMERATOR
      ND_LAYER_KIND_COUNT /* one more than the last kind that this header knows */
} nd_layer_kind;

#endif
