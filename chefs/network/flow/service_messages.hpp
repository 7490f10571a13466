// Recognises protocols whose messages are binary. Each function returns whether bytes that a side sent first can be the
// beginning of its protocol's first message. For service_detector.cpp.
#pragma once

#include <netdumplings/layer.hpp>

#include <cstdint>

namespace netdumplings::chefs::network {

/// A record of TLS: a hello, or of a connection that was under way any other.
bool is_tls_record(Bytes bytes);
/// A record of DTLS.
bool is_dtls_record(Bytes bytes);
/// A message of DNS, which over TCP comes after its length.
bool is_dns_message(Bytes message);
bool is_dns_over_tcp(Bytes bytes);
/// A whole message of DHCP, or of BOOTP with its cookie.
bool is_dhcp_message(Bytes datagram);
/// A QUIC packet with a long header.
bool is_quic_packet(Bytes bytes);
bool is_stun_message(Bytes bytes);
/// A whole datagram that opens a WireGuard tunnel, or answers.
bool is_wireguard_handshake(Bytes datagram);
bool is_snmp_message(Bytes bytes);
bool is_ldap_message(Bytes bytes);
/// A message of Kerberos, which over TCP comes after its length.
bool is_kerberos_message(Bytes bytes);
bool is_kerberos_over_tcp(Bytes bytes);
bool is_mqtt_connect(Bytes bytes);
bool is_mysql_greeting(Bytes bytes);
bool is_postgresql_startup(Bytes bytes);
bool is_mongodb_message(Bytes bytes);
bool is_mssql_prelogin(Bytes bytes);
bool is_rdp_request(Bytes bytes, std::uint16_t server_port);
bool is_dcerpc_message(Bytes bytes);
bool is_bgp_message(Bytes bytes);
bool is_diameter_request(Bytes bytes);
bool is_telnet_command(Bytes bytes);
bool is_modbus_request(Bytes bytes);
/// Both sides of SOCKS 5.
bool is_socks5(Bytes client, Bytes server);

}  // namespace netdumplings::chefs::network
