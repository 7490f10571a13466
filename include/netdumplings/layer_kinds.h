/* All kinds of layers that a packet can have. Usable from C.
 *
 * ND_LAYER_KINDS(X) calls X for each kind, with its suffix and its name. The kind is ND_LAYER_<SUFFIX>; its name is
 * scapy's and never changes. A kind keeps its number for ever, and new kinds are added at the end, so a chef that was
 * built with an older header still works.
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
  X(PPPOE_TAGS, "PPPoE Tag List")                                                                            \
  X(NBT_SESSION, "NBT Session Packet")                                                                       \
  X(NBT_DATAGRAM, "NBT Datagram Packet")                                                                     \
  X(NBNS, "NBNS Header")                                                                                     \
  X(NBNS_QUERY_REQUEST, "NBNS query request")                                                                \
  X(NBNS_QUERY_RESPONSE, "NBNS query response")                                                              \
  X(NBNS_STATUS_REQUEST, "NBNS status request")                                                              \
  X(NBNS_STATUS_RESPONSE, "NBNS Node Status Response")                                                       \
  X(NBNS_REGISTRATION_REQUEST, "NBNS registration request")                                                  \
  X(NBNS_WAIT_RESPONSE, "NBNS Wait for Acknowledgement Response")                                            \
  X(SMB, "SMB 1 Protocol Request Header")                                                                    \
  X(SMB_GENERIC, "SMBNegociate Protocol Request Header Generic")                                             \
  X(SMB_NEGOTIATE_REQUEST, "SMB Negotiate Request")                                                          \
  X(SMB_NEGOTIATE_RESPONSE, "SMB Negotiate Non-Extended Security Response (SMB)")                            \
  X(SMB_NEGOTIATE_EXTENDED_RESPONSE, "SMB Negotiate Extended Security Response (SMB)")                       \
  X(SMB_SETUP_REQUEST, "Session Setup AndX Request (CIFS)")                                                  \
  X(SMB_SETUP_EXTENDED_REQUEST, "Session Setup AndX Extended Security Request (SMB)")                        \
  X(SMB_SETUP_RESPONSE, "Session Setup AndX Response (CIFS)")                                                \
  X(SMB_SETUP_EXTENDED_RESPONSE, "Session Setup AndX Extended Security Response (SMB)")                      \
  X(SMB_SESSION_NULL, "SMBSession_Null")                                                                     \
  X(SMB_NETLOGON, "SMBNetlogon Protocol Response Header")                                                    \
  X(SMB_TREE_CONNECT, "Session Tree Connect AndX")                                                           \
  X(SMB2, "SMB2 Header")                                                                                     \
  X(SMB2_ERROR, "SMB2 Error Response")                                                                       \
  X(SMB2_NEGOTIATE_REQUEST, "SMB2 Negotiate Protocol Request")                                               \
  X(SMB2_NEGOTIATE_RESPONSE, "SMB2 Negotiate Protocol Response")                                             \
  X(SMB2_SETUP_REQUEST, "SMB2 Session Setup Request")                                                        \
  X(SMB2_SETUP_RESPONSE, "SMB2 Session Setup Response")                                                      \
  X(SMB2_LOGOFF, "SMB2 LOGOFF Request")                                                                      \
  X(SMB2_TREE_CONNECT_REQUEST, "SMB2 TREE_CONNECT Request")                                                  \
  X(SMB2_TREE_CONNECT_RESPONSE, "SMB2 TREE_CONNECT Response")                                                \
  X(SMB2_TREE_DISCONNECT_REQUEST, "SMB2 TREE_DISCONNECT Request")                                            \
  X(SMB2_TREE_DISCONNECT_RESPONSE, "SMB2 TREE_DISCONNECT Response")                                          \
  X(SMB2_CREATE_REQUEST, "SMB2 CREATE Request")                                                              \
  X(SMB2_CREATE_RESPONSE, "SMB2 CREATE Response")                                                            \
  X(SMB2_CLOSE_REQUEST, "SMB2 CLOSE Request")                                                                \
  X(SMB2_CLOSE_RESPONSE, "SMB2 CLOSE Response")                                                              \
  X(SMB2_READ_REQUEST, "SMB2 READ Request")                                                                  \
  X(SMB2_READ_RESPONSE, "SMB2 READ Response")                                                                \
  X(SMB2_WRITE_REQUEST, "SMB2 WRITE Request")                                                                \
  X(SMB2_WRITE_RESPONSE, "SMB2 WRITE Response")                                                              \
  X(SMB2_IOCTL_REQUEST, "SMB2 IOCTL Request")                                                                \
  X(SMB2_IOCTL_RESPONSE, "SMB2 IOCTL Response")                                                              \
  X(SMB2_CANCEL, "SMB2 CANCEL Request")                                                                      \
  X(SMB2_QUERY_DIRECTORY_REQUEST, "SMB2 QUERY DIRECTORY Request")                                            \
  X(SMB2_QUERY_DIRECTORY_RESPONSE, "SMB2 QUERY DIRECTORY Response")                                          \
  X(SMB2_CHANGE_NOTIFY_REQUEST, "SMB2 CHANGE NOTIFY Request")                                                \
  X(SMB2_CHANGE_NOTIFY_RESPONSE, "SMB2 CHANGE NOTIFY Response")                                              \
  X(SMB2_QUERY_INFO_REQUEST, "SMB2 QUERY INFO Request")                                                      \
  X(SMB2_QUERY_INFO_RESPONSE, "SMB2 QUERY INFO Response")                                                    \
  X(BOOTP, "BOOTP")                                                                                          \
  X(DHCP, "DHCP options")                                                                                    \
  X(AH, "AH")                                                                                                \
  X(ESP, "ESP")                                                                                              \
  X(ISAKMP, "ISAKMP")                                                                                        \
  X(ISAKMP_PAYLOAD, "ISAKMP payload")                                                                        \
  X(ISAKMP_SA, "ISAKMP SA")                                                                                  \
  X(ISAKMP_PROPOSAL, "IKE proposal")                                                                         \
  X(ISAKMP_TRANSFORM, "IKE Transform")                                                                       \
  X(ISAKMP_KEY_EXCHANGE, "ISAKMP Key Exchange")                                                              \
  X(ISAKMP_IDENTIFICATION, "ISAKMP Identification")                                                          \
  X(ISAKMP_HASH, "ISAKMP Hash")                                                                              \
  X(ISAKMP_NONCE, "ISAKMP Nonce")                                                                            \
  X(ISAKMP_VENDOR_ID, "ISAKMP Vendor ID")                                                                    \
  X(DCERPC, "DCE/RPC v5")                                                                                    \
  X(DCERPC_REQUEST, "DCE/RPC v5 - Request")                                                                  \
  X(DCERPC_RESPONSE, "DCE/RPC v5 - Response")                                                                \
  X(DCERPC_FAULT, "DCE/RPC v5 - Fault")                                                                      \
  X(DCERPC_BIND, "DCE/RPC v5 - Bind")                                                                        \
  X(DCERPC_BIND_ACK, "DCE/RPC v5 - Bind Ack")                                                                \
  X(DCERPC_BIND_NAK, "DCE/RPC v5 - Bind Nak")                                                                \
  X(DCERPC_ALTER_CONTEXT, "DCE/RPC v5 - AlterContext")                                                       \
  X(DCERPC_ALTER_CONTEXT_RESPONSE, "DCE/RPC v5 - AlterContextResp")                                          \
  X(DCERPC_AUTH3, "DCE/RPC v5 - Auth3")                                                                      \
  X(LLMNR_QUERY, "Link Local Multicast Node Resolution - Query")                                             \
  X(LLMNR_RESPONSE, "Link Local Multicast Node Resolution - Response")                                       \
  X(EAPOL, "EAPOL")                                                                                          \
  X(EAP, "EAP")                                                                                              \
  X(EAP_MD5, "EAP-MD5")                                                                                      \
  X(EAP_TLS, "EAP-TLS")                                                                                      \
  X(EAP_TTLS, "EAP-TTLS")                                                                                    \
  X(EAP_PEAP, "PEAP")                                                                                        \
  X(EAP_FAST, "EAP-FAST")                                                                                    \
  X(LEAP, "Cisco LEAP")                                                                                      \
  X(STP, "Spanning Tree Protocol")                                                                           \
  X(VXLAN, "VXLAN")                                                                                          \
  X(L2TP, "L2TP")                                                                                            \
  X(NTP, "NTPHeader")                                                                                        \
  X(RADIUS, "RADIUS")                                                                                        \
  X(HSRP, "HSRP")                                                                                            \
  X(HSRP_MD5, "HSRP MD5 Authentication")                                                                     \
  X(VRRP, "VRRP")                                                                                            \
  X(VRRPV3, "VRRPv3")                                                                                        \
  X(RIP, "RIP header")                                                                                       \
  X(RIP_ENTRY, "RIP entry")                                                                                  \
  X(RIP_AUTHENTICATION, "RIP authentication")                                                                \
  X(TFTP, "TFTP opcode")                                                                                     \
  X(TFTP_READ, "TFTP Read Request")                                                                          \
  X(TFTP_WRITE, "TFTP Write Request")                                                                        \
  X(TFTP_DATA, "TFTP Data")                                                                                  \
  X(TFTP_ACK, "TFTP Ack")                                                                                    \
  X(TFTP_ERROR, "TFTP Error")                                                                                \
  X(TFTP_OPTION_ACK, "TFTP Option Ack")                                                                      \
  X(TFTP_OPTIONS, "TFTP_Options")                                                                            \
  X(SKINNY, "Skinny")                                                                                        \
  X(SNMP, "SNMP")                                                                                            \
  X(KERBEROS, "Kerberos")                                                                                    \
  X(KERBEROS_TCP, "KerberosTCPHeader")                                                                       \
  X(LDAP, "LDAP")                                                                                            \
  X(NTP_AUTHENTICATOR, "Authenticator")                                                                      \
  X(DHCP6_SOLICIT, "DHCPv6 Solicit Message")                                                                 \
  X(DHCP6_ADVERTISE, "DHCPv6 Advertise Message")                                                             \
  X(DHCP6_REQUEST, "DHCPv6 Request Message")                                                                 \
  X(DHCP6_CONFIRM, "DHCPv6 Confirm Message")                                                                 \
  X(DHCP6_RENEW, "DHCPv6 Renew Message")                                                                     \
  X(DHCP6_REBIND, "DHCPv6 Rebind Message")                                                                   \
  X(DHCP6_REPLY, "DHCPv6 Reply Message")                                                                     \
  X(DHCP6_RELEASE, "DHCPv6 Release Message")                                                                 \
  X(DHCP6_DECLINE, "DHCPv6 Decline Message")                                                                 \
  X(DHCP6_RECONFIGURE, "DHCPv6 Reconfigure Message")                                                         \
  X(DHCP6_INFORMATION_REQUEST, "DHCPv6 Information Request Message")                                         \
  X(DHCP6_RELAY_FORWARD, "DHCPv6 Relay Forward Message (Relay Agent/Server Message)")                        \
  X(DHCP6_RELAY_REPLY, "DHCPv6 Relay Reply Message (Relay Agent/Server Message)")                            \
  X(DHCP6_OPT_UNKNOWN, "Unknown DHCPv6 Option")                                                              \
  X(DHCP6_OPT_CLIENT_ID, "DHCP6 Client Identifier Option")                                                   \
  X(DHCP6_OPT_SERVER_ID, "DHCP6 Server Identifier Option")                                                   \
  X(DHCP6_OPT_IA_NA, "DHCP6 Identity Association for Non-temporary Addresses Option")                        \
  X(DHCP6_OPT_IA_TA, "DHCP6 Identity Association for Temporary Addresses Option")                            \
  X(DHCP6_OPT_IA_ADDRESS, "DHCP6 IA Address Option (IA_TA or IA_NA suboption)")                              \
  X(DHCP6_OPT_OPTION_REQUEST, "DHCP6 Option Request Option")                                                 \
  X(DHCP6_OPT_PREFERENCE, "DHCP6 Preference Option")                                                         \
  X(DHCP6_OPT_ELAPSED_TIME, "DHCP6 Elapsed Time Option")                                                     \
  X(DHCP6_OPT_RELAY_MESSAGE, "DHCP6 Relay Message Option")                                                   \
  X(DHCP6_OPT_AUTHENTICATION, "DHCP6 Option - Authentication")                                               \
  X(DHCP6_OPT_SERVER_UNICAST, "DHCP6 Server Unicast Option")                                                 \
  X(DHCP6_OPT_STATUS_CODE, "DHCP6 Status Code Option")                                                       \
  X(DHCP6_OPT_RAPID_COMMIT, "DHCP6 Rapid Commit Option")                                                     \
  X(DHCP6_OPT_USER_CLASS, "DHCP6 User Class Option")                                                         \
  X(DHCP6_OPT_VENDOR_CLASS, "DHCP6 Vendor Class Option")                                                     \
  X(DHCP6_OPT_VENDOR_SPECIFIC, "DHCP6 Vendor-specific Information Option")                                   \
  X(DHCP6_OPT_INTERFACE_ID, "DHCP6 Interface-Id Option")                                                     \
  X(DHCP6_OPT_RECONFIGURE_MESSAGE, "DHCP6 Reconfigure Message Option")                                       \
  X(DHCP6_OPT_RECONFIGURE_ACCEPT, "DHCP6 Reconfigure Accept Option")                                         \
  X(DHCP6_OPT_SIP_DOMAINS, "DHCP6 Option - SIP Servers Domain Name List")                                    \
  X(DHCP6_OPT_SIP_SERVERS, "DHCP6 Option - SIP Servers IPv6 Address List")                                   \
  X(DHCP6_OPT_DNS_SERVERS, "DHCP6 Option - DNS Recursive Name Server")                                       \
  X(DHCP6_OPT_DNS_DOMAINS, "DHCP6 Option - Domain Search List option")                                       \
  X(DHCP6_OPT_IA_PD, "DHCP6 Option - Identity Association for Prefix Delegation")                            \
  X(DHCP6_OPT_IA_PREFIX, "DHCP6 Option - IA Prefix option")                                                  \
  X(DHCP6_OPT_NIS_SERVERS, "DHCP6 Option - NIS Servers")                                                     \
  X(DHCP6_OPT_NISP_SERVERS, "DHCP6 Option - NIS+ Servers")                                                   \
  X(DHCP6_OPT_NIS_DOMAIN, "DHCP6 Option - NIS Domain Name")                                                  \
  X(DHCP6_OPT_NISP_DOMAIN, "DHCP6 Option - NIS+ Domain Name")                                                \
  X(DHCP6_OPT_SNTP_SERVERS, "DHCP6 option - SNTP Servers")                                                   \
  X(DHCP6_OPT_INFORMATION_REFRESH_TIME, "DHCP6 Option - Information Refresh Time")                           \
  X(DHCP6_OPT_BCMCS_DOMAINS, "DHCP6 Option - BCMCS Domain Name List")                                        \
  X(DHCP6_OPT_BCMCS_SERVERS, "DHCP6 Option - BCMCS Addresses List")                                          \
  X(DHCP6_OPT_REMOTE_ID, "DHCP6 Option - Relay Agent Remote-ID")                                             \
  X(DHCP6_OPT_SUBSCRIBER_ID, "DHCP6 Option - Subscriber ID")                                                 \
  X(DHCP6_OPT_CLIENT_FQDN, "DHCP6 Option - Client FQDN")                                                     \
  X(DHCP6_OPT_PANA_AGENT, "DHCP6 PANA Authentication Agent Option")                                          \
  X(DHCP6_OPT_POSIX_TIMEZONE, "DHCP6 POSIX Timezone Option")                                                 \
  X(DHCP6_OPT_TZDB_TIMEZONE, "DHCP6 TZDB Timezone Option")                                                   \
  X(DHCP6_OPT_RELAY_REQUEST, "DHCP6 Option - RelayRequest Option")                                           \
  X(DHCP6_OPT_CLIENT_LINK, "DHCP6 Client Link Option")                                                       \
  X(DHCP6_OPT_BOOT_FILE_URL, "DHCP6 Boot File URL Option")                                                   \
  X(DHCP6_OPT_CLIENT_ARCHITECTURE, "DHCP6 Client System Architecture Type Option")                           \
  X(DHCP6_OPT_CLIENT_INTERFACE, "DHCP6 Client Network Interface Identifier Option")                          \
  X(DHCP6_OPT_ERP_DOMAINS, "DHCP6 Option - ERP Domain Name List")                                            \
  X(DHCP6_OPT_RELAY_SUPPLIED, "DHCP6 Relay-Supplied Options Option")                                         \
  X(DHCP6_OPT_SUBNET_SELECTION, "DHCP6 Option - Virtual Subnet Selection")                                   \
  X(DHCP6_OPT_CLIENT_LINK_LAYER_ADDRESS, "DHCP6 Option - Client Link Layer address")                         \
  X(DHCP6_OPT_MUD_URL, "DHCP6 Option - MUD URL")                                                             \
  X(MOBILITY, "IPv6 Mobility Header - Generic Message")                                                      \
  X(MOBILITY_BINDING_REFRESH_REQUEST, "IPv6 Mobility Header - Binding Refresh Request")                      \
  X(MOBILITY_HOME_TEST_INIT, "IPv6 Mobility Header - Home Test Init")                                        \
  X(MOBILITY_CARE_OF_TEST_INIT, "IPv6 Mobility Header - Care-of Test Init")                                  \
  X(MOBILITY_HOME_TEST, "IPv6 Mobility Header - Home Test")                                                  \
  X(MOBILITY_CARE_OF_TEST, "IPv6 Mobility Header - Care-of Test")                                            \
  X(MOBILITY_BINDING_UPDATE, "IPv6 Mobility Header - Binding Update")                                        \
  X(MOBILITY_BINDING_ACK, "IPv6 Mobility Header - Binding ACK")                                              \
  X(MOBILITY_BINDING_ERROR, "IPv6 Mobility Header - Binding Error")                                          \
  X(PPTP, "PPTP")                                                                                            \
  X(PPTP_START_REQUEST, "PPTP Start Control Connection Request")                                             \
  X(PPTP_START_REPLY, "PPTP Start Control Connection Reply")                                                 \
  X(PPTP_STOP_REQUEST, "PPTP Stop Control Connection Request")                                               \
  X(PPTP_STOP_REPLY, "PPTP Stop Control Connection Reply")                                                   \
  X(PPTP_ECHO_REQUEST, "PPTP Echo Request")                                                                  \
  X(PPTP_ECHO_REPLY, "PPTP Echo Reply")                                                                      \
  X(PPTP_OUTGOING_CALL_REQUEST, "PPTP Outgoing Call Request")                                                \
  X(PPTP_OUTGOING_CALL_REPLY, "PPTP Outgoing Call Reply")                                                    \
  X(PPTP_INCOMING_CALL_REQUEST, "PPTP Incoming Call Request")                                                \
  X(PPTP_INCOMING_CALL_REPLY, "PPTP Incoming Call Reply")                                                    \
  X(PPTP_INCOMING_CALL_CONNECTED, "PPTP Incoming Call Connected")                                            \
  X(PPTP_CALL_CLEAR_REQUEST, "PPTP Call Clear Request")                                                      \
  X(PPTP_CALL_DISCONNECT_NOTIFY, "PPTP Call Disconnect Notify")                                              \
  X(PPTP_WAN_ERROR_NOTIFY, "PPTP WAN Error Notify")                                                          \
  X(PPTP_SET_LINK_INFO, "PPTP Set Link Info")                                                                \
  X(NETFLOW, "Netflow Header")                                                                               \
  X(NETFLOW_V1, "Netflow Header v1")                                                                         \
  X(NETFLOW_RECORD_V1, "Netflow Record v1")                                                                  \
  X(NETFLOW_V5, "Netflow Header v5")                                                                         \
  X(NETFLOW_RECORD_V5, "Netflow Record v5")                                                                  \
  X(NETFLOW_V9, "Netflow Header V9")                                                                         \
  X(NETFLOW_V10, "IPFix (Netflow V10) Header")                                                               \
  X(DOT15D4, "802.15.4")                                                                                     \
  X(DOT15D4_FCS, "802.15.4 - FCS")                                                                           \
  X(NTP_EXTENSIONS, "NTPv4 extensions")                                                                      \
  X(NTP_CONTROL, "Control message")                                                                          \
  X(CLDAP, "CLDAP")                                                                                          \
  X(MGCP, "MGCP")                                                                                            \
  X(MOBILE_IP, "Mobile IP (RFC3344)")                                                                        \
  X(MOBILE_IP_REQUEST, "Mobile IP Registration Request (RFC3344)")                                           \
  X(MOBILE_IP_REPLY, "Mobile IP Registration Reply (RFC3344)")                                               \
  X(MOBILE_IP_TUNNEL, "Mobile IP Tunnel Data Message (RFC3519)")                                             \
  X(DOT15D4_BEACON, "802.15.4 Beacon")                                                                       \
  X(DOT15D4_DATA, "802.15.4 Data")                                                                           \
  X(DOT15D4_ACK, "802.15.4 Ack")                                                                             \
  X(DOT15D4_COMMAND, "802.15.4 Command")                                                                     \
  X(SIXLOWPAN, "SixLoWPAN Dispatcher")                                                                       \
  X(MPLS, "MPLS")                                                                                            \
  X(EOMCW, "EoMCW")                                                                                          \
  X(ERSPAN_I, "ERSPAN I")                                                                                    \
  X(ERSPAN_II, "ERSPAN II")                                                                                  \
  X(ERSPAN_III, "ERSPAN III")                                                                                \
  X(ERSPAN_PLATFORM, "PlatformSpecific")                                                                     \
  X(GENEVE, "GENEVE")                                                                                        \
  X(GTP_U, "GTP-U Header")                                                                                   \
  X(GTP_EXTENSION, "GTP_ExtensionHeader")                                                                    \
  X(GTP_UDP_PORT, "GTP_UDPPort_ExtensionHeader")                                                             \
  X(GTP_PDCP_PDU, "GTP_PDCP_PDU_ExtensionHeader")                                                            \
  X(GTP_PDU_SESSION, "GTP PDU Session Container")                                                            \
  X(CISCO_HDLC, "Cisco HDLC")                                                                                \
  X(SLARP, "SLARP")                                                                                          \
  X(ETHERIP, "EtherIP / RFC 3378")
/* clang-format on */

/* ND_LAYER_NONE means that there is no layer. The kinds are numbered from 1 without gaps. */
typedef enum nd_layer_kind {
  ND_LAYER_NONE = 0,
#define ND_LAYER_KIND_ENUMERATOR(suffix, name) ND_LAYER_##suffix,
  ND_LAYER_KINDS(ND_LAYER_KIND_ENUMERATOR)
#undef ND_LAYER_KIND_ENUMERATOR
      ND_LAYER_KIND_COUNT /* one more than the last kind that this header knows */
} nd_layer_kind;

#endif
