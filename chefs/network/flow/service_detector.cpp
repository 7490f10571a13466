#include "network/flow/service_detector.hpp"

#include "network/flow/service_messages.hpp"
#include "network/flow/service_texts.hpp"

#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/udp.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>

namespace netdumplings::chefs::network {
namespace {

using netdumplings::detail::clipped;

std::string_view text_in(Bytes bytes) {
  return {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()};
}

// What a side's bytes have at a place.
struct Mark {
  std::string_view bytes;
  std::string_view service;
  std::size_t offset = 0;
};

constexpr std::array marks_of_both = std::to_array<Mark>({
    {"SSH-", "ssh"},
    {"RTSP/1.", "rtsp"},
    {"SIP/2.0 ", "sip"},
    {"AMQP", "amqp"},
    {"\023BitTorrent protocol", "bittorrent"},
    {"@RSYNCD: ", "rsync"},
    {"RFB 00", "vnc"},
    {"\xffSMB", "smb", 4},
    {"\xfeSMB", "smb", 4},
    {"\xfdSMB", "smb", 4},
    {"\x1a\x2b\x3c\x4d", "pptp", 4},
    {"<stream:stream", "xmpp"},
});
constexpr std::array marks_of_client = std::to_array<Mark>({
    {"PRI * HTTP/2.0", "http"},
    {"HELF", "opcua"},
    {"git-upload-pack ", "git", 4},
    {"git-receive-pack ", "git", 4},
    {"CAP LS", "irc"},
    {"NICK ", "irc"},
});
constexpr std::array marks_of_server = std::to_array<Mark>({
    {"HTTP/1.", "http"},
    {"INFO {\"", "nats"},
    {"\xffSMB", "smb", 8},  // after the answer to a request of a NetBIOS session
    {"\xfeSMB", "smb", 8},
});

template <std::size_t Count>
std::string_view find_mark(const std::array<Mark, Count>& marks, std::string_view text) {
  for (const Mark& mark : marks) {
    if (text.size() > mark.offset && text.substr(mark.offset).starts_with(mark.bytes)) return mark.service;
  }
  return {};
}

std::string_view by_text(std::string_view client, std::string_view server, std::uint16_t server_port) {
  for (const std::string_view text : {client, server}) {
    if (const auto service = find_mark(marks_of_both, text); !service.empty()) return service;
    if (text.starts_with("<?xml") && text.find("<stream:stream") != text.npos) return "xmpp";
  }
  if (const auto service = find_mark(marks_of_client, client); !service.empty()) return service;
  if (const auto service = find_mark(marks_of_server, server); !service.empty()) return service;
  if (const auto service = service_of_request_line(client); !service.empty()) return service;
  if (is_syslog_text(client)) return "syslog";
  if (is_redis_command(client)) return "redis";
  return service_of_greeting(client, server, server_port);
}

std::string_view by_message(const FirstBytes& first) {
  const auto is_either = [&](bool (*is_it)(Bytes)) { return is_it(first.client) || is_it(first.server); };
  if (is_either(is_tls_record)) return "tls";
  if (is_either(is_dns_over_tcp)) return "dns";
  if (is_either(is_kerberos_over_tcp)) return "kerberos";
  if (is_either(is_bgp_message)) return "bgp";
  if (is_either(is_dcerpc_message)) return "dcerpc";
  if (is_either(is_telnet_command)) return "telnet";
  if (is_mysql_greeting(first.server)) return "mysql";
  if (is_postgresql_startup(first.client)) return "postgresql";
  if (is_mqtt_connect(first.client)) return "mqtt";
  if (is_mssql_prelogin(first.client)) return "mssql";
  if (is_mongodb_message(first.client)) return "mongodb";
  if (is_rdp_request(first.client, first.server_port)) return "rdp";
  if (is_snmp_message(first.client)) return "snmp";
  if (is_either(is_ldap_message)) return "ldap";
  if (is_diameter_request(first.client)) return "diameter";
  if (first.server_port == 502 && is_modbus_request(first.client)) return "modbus";
  return is_socks5(first.client, first.server) ? "socks" : "";
}

std::string_view by_datagram(Bytes payload) {
  if (is_wireguard_handshake(payload)) return "wireguard";
  if (is_dhcp_message(payload)) return "dhcp";
  const Bytes sample = clipped(payload, 0, service_sample_size);
  const std::string_view text = text_in(sample);
  if (is_quic_packet(sample)) return "quic";
  if (is_stun_message(sample)) return "stun";
  if (is_dtls_record(sample)) return "dtls";
  if (text.starts_with("SIP/2.0 ")) return "sip";
  const auto by_line = service_of_request_line(text);
  if (by_line == "http" || text.starts_with("HTTP/1.")) return "ssdp";  // which has HTTP's lines
  if (!by_line.empty()) return by_line;
  if (is_syslog_text(text)) return "syslog";
  if (is_snmp_message(sample)) return "snmp";
  return text.starts_with("d1:ad2:id20:") || text.starts_with("d1:rd2:id20:") ? "bittorrent" : "";
}

constexpr std::uint16_t mdns_port = 5353;

// What the layers in UDP are of.
constexpr std::array services_of_layers = [] {
  std::array<std::string_view, ND_LAYER_KIND_COUNT> services;
  const auto set = [&](std::string_view service, std::initializer_list<nd_layer_kind> kinds) {
    for (const nd_layer_kind kind : kinds) services[kind] = service;
  };
  set("dns", {ND_LAYER_DNS});
  set("llmnr", {ND_LAYER_LLMNR_QUERY, ND_LAYER_LLMNR_RESPONSE});
  set("ntp", {ND_LAYER_NTP, ND_LAYER_NTP_CONTROL});
  set("dhcp", {ND_LAYER_BOOTP});
  set("netbios-ns", {ND_LAYER_NBNS});
  set("netbios-dgm", {ND_LAYER_NBT_DATAGRAM});
  set("snmp", {ND_LAYER_SNMP});
  set("tftp", {ND_LAYER_TFTP});
  set("radius", {ND_LAYER_RADIUS});
  set("ike", {ND_LAYER_ISAKMP});
  set("esp", {ND_LAYER_ESP});
  set("rip", {ND_LAYER_RIP});
  set("hsrp", {ND_LAYER_HSRP});
  set("ldap", {ND_LAYER_LDAP, ND_LAYER_CLDAP});
  set("kerberos", {ND_LAYER_KERBEROS});
  set("netflow", {ND_LAYER_NETFLOW});
  set("mgcp", {ND_LAYER_MGCP});
  set("mobile-ip", {ND_LAYER_MOBILE_IP});
  set("l2tp", {ND_LAYER_L2TP});
  set("vxlan", {ND_LAYER_VXLAN});
  set("geneve", {ND_LAYER_GENEVE});
  set("gtp", {ND_LAYER_GTP_U});
  set("dcerpc", {ND_LAYER_DCERPC});
  for (std::size_t kind = ND_LAYER_DHCP6_SOLICIT; kind <= ND_LAYER_DHCP6_RELAY_REPLY; ++kind) services[kind] = "dhcpv6";
  return services;
}();

}  // namespace

std::string_view tcp_service(const FirstBytes& first) {
  const FirstBytes sample = {.client = clipped(first.client, 0, service_sample_size),
                             .server = clipped(first.server, 0, service_sample_size),
                             .server_port = first.server_port};
  const auto service = by_text(text_in(sample.client), text_in(sample.server), sample.server_port);
  return service.empty() ? by_message(sample) : service;
}

std::string_view udp_service(const Packet& datagram) {
  Bytes payload;
  std::string_view by_layer;
  bool is_mdns = false;
  for (const Layer layer : datagram.layers()) {
    const auto udp = layer.kind == ND_LAYER_UDP ? layers::Udp::of(layer) : std::nullopt;
    if (udp) {  // what is in a tunnel counts
      payload = udp->payload();
      is_mdns = udp->source_port() == mdns_port || udp->destination_port() == mdns_port;
      by_layer = {};
    } else if (by_layer.empty() && layer.kind < services_of_layers.size()) {
      by_layer = services_of_layers[layer.kind];
    }
  }
  const auto by_bytes = by_datagram(payload);
  if (!by_bytes.empty()) return by_bytes;
  if (by_layer == "dns" && is_mdns) return "mdns";
  const bool is_dns = by_layer.empty() && is_dns_message(clipped(payload, 0, service_sample_size));
  return is_dns ? "dns" : by_layer;
}

}  // namespace netdumplings::chefs::network
