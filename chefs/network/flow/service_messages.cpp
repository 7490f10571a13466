#include "network/flow/service_messages.hpp"

#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/tls_record.hpp>

#include <algorithm>
#include <optional>

namespace netdumplings::chefs::network {
namespace {

using netdumplings::detail::be16;
using netdumplings::detail::be32;
using netdumplings::detail::clipped;

std::uint32_t le32_of(Bytes bytes, std::size_t at) {
  return bytes[at] | std::uint32_t{bytes[at + 1]} << 8 | std::uint32_t{bytes[at + 2]} << 16 |
         std::uint32_t{bytes[at + 3]} << 24;
}

bool is_between(std::size_t value, std::size_t least, std::size_t most) { return value >= least && value <= most; }

// What an element of BER contains, as far as it is here. Nothing if the bytes don't begin with that tag and a length.
std::optional<Bytes> ber_content(Bytes bytes, std::uint8_t tag) {
  constexpr std::uint8_t most_length_bytes = 4;
  if (bytes.size() < 2 || bytes[0] != tag) return std::nullopt;
  const std::size_t length_bytes = (bytes[1] & 0x80) != 0 ? bytes[1] & 0x7fU : 0;
  if (length_bytes > most_length_bytes || bytes.size() < 2 + length_bytes) return std::nullopt;
  std::size_t length = bytes[1];
  if (length_bytes > 0) length = 0;
  for (const std::uint8_t byte : bytes.subspan(2, length_bytes)) length = length << 8 | byte;
  return clipped(bytes, 2 + length_bytes, length);
}

constexpr std::uint8_t ber_sequence = 0x30, ber_integer = 0x02, ber_octets = 0x04;

}  // namespace

bool is_tls_record(Bytes bytes) {
  using layers::TlsRecord;
  const auto record = TlsRecord::of(bytes);
  if (!record || !record->has_head() || record->length() == 0) return false;
  if (record->type() == TlsRecord::handshake) {
    return bytes.size() > TlsRecord::head_size && (bytes[5] <= 2 || is_between(bytes[5], 11, 20));
  }
  if (record->type() == TlsRecord::alert) return record->length() == 2 || record->length() >= 18;
  return record->type() == TlsRecord::application_data && bytes[2] >= 1;
}

bool is_dtls_record(Bytes bytes) {
  if (bytes.size() < 13 || !is_between(bytes[0], 20, 23)) return false;
  const bool is_version = bytes[1] == 0xfe && (bytes[2] == 0xff || bytes[2] == 0xfd);
  return is_version && be16(bytes, 11) > 0;
}

// One question and plausible counts; in a question, the labels of a name that isn't compressed.
bool is_dns_message(Bytes message) {
  constexpr std::size_t head = 12;
  if (message.size() < head + 5) return false;
  const std::uint16_t flags = be16(message, 2);
  const bool is_response = (flags & 0x8000) != 0;
  const std::uint16_t opcode = flags >> 11 & 15;
  const bool is_known = (opcode == 0 || opcode == 4 || opcode == 5) && (flags & 0x0040) == 0;
  if (!is_known || be16(message, 4) != 1 || be16(message, 10) > 16) return false;
  if (!is_response && (be16(message, 6) != 0 || (flags & 15) != 0)) return false;
  std::size_t at = head;
  while (at < message.size() && message[at] != 0) {
    if (message[at] > 63) return false;
    const Bytes label = clipped(message, at + 1, message[at]);
    if (!std::all_of(label.begin(), label.end(), [](auto c) { return is_between(c, 0x21, 0x7e); })) return false;
    at += std::size_t{message[at]} + 1;
  }
  if (at + 5 > message.size()) return at >= message.size();  // the name is longer than what is looked at
  const std::uint16_t query_class = be16(message, at + 3);
  return be16(message, at + 1) != 0 && ((query_class & 0x7fff) == 1 || query_class == 255);
}

bool is_dns_over_tcp(Bytes bytes) {
  return bytes.size() > 2 && be16(bytes, 0) >= 17 && is_dns_message(clipped(bytes, 2, be16(bytes, 0)));
}

bool is_dhcp_message(Bytes datagram) {
  constexpr std::size_t cookie_at = 236;
  constexpr std::uint32_t cookie = 0x63825363;
  return datagram.size() >= cookie_at + 4 && is_between(datagram[0], 1, 2) && be32(datagram, cookie_at) == cookie;
}

bool is_quic_packet(Bytes bytes) {
  constexpr std::uint8_t long_header = 0xc0;
  if (bytes.size() < 7 || (bytes[0] & long_header) != long_header || bytes[5] > 20) return false;
  const std::uint32_t version = be32(bytes, 1);
  const bool is_draft = is_between(version, 0xff00001b, 0xff000022);
  const bool is_googles = is_between(version, 0x51303436, 0x51303530) || version >> 8 == 0x543035;  // Q046-Q050, T05x
  return version == 1 || version == 0x6b3343cf || is_draft || is_googles;
}

bool is_stun_message(Bytes bytes) {
  constexpr std::uint32_t magic_cookie = 0x2112a442;
  return bytes.size() >= 20 && bytes[0] < 4 && be16(bytes, 2) % 4 == 0 && be32(bytes, 4) == magic_cookie;
}

bool is_wireguard_handshake(Bytes datagram) {
  if (datagram.size() < 4 || datagram[1] != 0 || datagram[2] != 0 || datagram[3] != 0) return false;
  return (datagram[0] == 1 && datagram.size() == 148) || (datagram[0] == 2 && datagram.size() == 92);
}

// A sequence of the version and, up to version 2, the community, or a sequence in version 3.
bool is_snmp_message(Bytes bytes) {
  const auto content = ber_content(bytes, ber_sequence);
  if (!content || content->size() < 4 || (*content)[0] != ber_integer || (*content)[1] != 1) return false;
  const std::uint8_t version = (*content)[2];
  const std::uint8_t next = (*content)[3];
  return version == 3 ? next == ber_sequence : version <= 1 && next == ber_octets;
}

// A sequence of the message's number and an operation.
bool is_ldap_message(Bytes bytes) {
  const auto content = ber_content(bytes, ber_sequence);
  const auto number = content ? ber_content(*content, ber_integer) : std::nullopt;
  if (!number || !is_between(number->size(), 1, 4) || content->size() <= number->size() + 2) return false;
  const std::uint8_t operation = (*content)[number->size() + 2];
  constexpr std::uint8_t unbind = 0x42, first = 0x60, last = 0x79, remove = 0x4a, abandon = 0x50;
  return is_between(operation, first, last) || operation == unbind || operation == remove || operation == abandon;
}

bool is_kerberos_message(Bytes bytes) {
  constexpr std::uint8_t version_5[] = {ber_integer, 1, 5};
  if (bytes.size() < 10 || !(is_between(bytes[0], 0x6a, 0x6f) || bytes[0] == 0x7e)) return false;
  const Bytes beginning = clipped(bytes, 2, 18);
  return std::search(beginning.begin(), beginning.end(), std::begin(version_5), std::end(version_5)) != beginning.end();
}

bool is_kerberos_over_tcp(Bytes bytes) {
  return bytes.size() > 4 && bytes[0] == 0 && is_kerberos_message(bytes.subspan(4));
}

bool is_mqtt_connect(Bytes bytes) {
  constexpr std::uint8_t connect = 0x10;
  if (bytes.empty() || bytes[0] != connect) return false;
  std::size_t at = 1;
  while (at < bytes.size() && at < 4 && (bytes[at] & 0x80) != 0) ++at;
  const Bytes name = clipped(bytes, at + 1, 6);
  if (name.size() < 6 || name[0] != 0 || name[2] != 'M' || name[3] != 'Q') return false;
  return (name[1] == 4 && name[4] == 'T' && name[5] == 'T') || (name[1] == 6 && name[4] == 'I' && name[5] == 's');
}

// The first packet of protocol 10, which has the server's version as text.
bool is_mysql_greeting(Bytes bytes) {
  if (bytes.size() < 8) return false;
  const std::uint32_t length = le32_of(bytes, 0) & 0xffffff;
  const bool is_version =
      bytes[4] == 10 && is_between(bytes[5], '0', '9') && (bytes[6] == '.' || is_between(bytes[6], '0', '9'));
  return is_between(length, 20, 1024) && bytes[3] == 0 && is_version;
}

bool is_postgresql_startup(Bytes bytes) {
  constexpr std::uint32_t version_3 = 0x00030000, cancel = 80877102, ssl = 80877103, gss = 80877104;
  if (bytes.size() < 8) return false;
  const std::uint32_t length = be32(bytes, 0);
  const std::uint32_t code = be32(bytes, 4);
  if (length == 8) return code == ssl || code == gss;
  if (length == 16 && code == cancel) return true;
  return is_between(length, 9, 10000) && (code & 0xffffff00) == version_3;
}

bool is_mongodb_message(Bytes bytes) {
  constexpr std::uint32_t query = 2004, compressed = 2012, message = 2013, longest = 48'000'000;
  if (bytes.size() < 16 || !is_between(le32_of(bytes, 0), 16, longest)) return false;
  const std::uint32_t code = le32_of(bytes, 12);
  return le32_of(bytes, 8) == 0 && (code == query || code == compressed || code == message);
}

bool is_mssql_prelogin(Bytes bytes) {
  constexpr std::uint8_t prelogin = 0x12, last_packet = 1;
  if (bytes.size() < 9 || bytes[0] != prelogin || bytes[1] != last_packet) return false;
  return is_between(be16(bytes, 2), 14, 512) && be16(bytes, 4) == 0 && bytes[6] <= 1 && bytes[7] == 0 && bytes[8] == 0;
}

// A connection request of X.224 in TPKT. Other services have such requests, too: RDP's has a cookie, or says which
// security it wants.
bool is_rdp_request(Bytes bytes, std::uint16_t server_port) {
  constexpr std::uint8_t connection_request = 0xe0;
  constexpr std::size_t head = 11;
  if (bytes.size() < head || bytes[0] != 3 || bytes[1] != 0) return false;
  const std::size_t length = be16(bytes, 2);
  if (length < head || bytes[4] + std::size_t{5} != length || bytes[5] != connection_request) return false;
  const Bytes rest = bytes.subspan(head);
  const bool has_cookie = rest.size() >= 7 && rest[0] == 'C' && rest[1] == 'o' && rest[6] == ':';
  const bool has_wish = rest.size() >= 4 && rest[0] == 1 && rest[2] == 8 && rest[3] == 0;
  return has_cookie || has_wish || server_port == 3389;
}

bool is_dcerpc_message(Bytes bytes) {
  constexpr std::uint8_t greatest_type = 19, little_endian = 0x10;
  if (bytes.size() < 16 || bytes[0] != 5 || bytes[1] > 1 || bytes[2] > greatest_type) return false;
  const bool is_little = bytes[4] == little_endian;
  const std::size_t length = is_little ? le32_of(bytes, 8) & 0xffff : be16(bytes, 8);
  return (is_little || bytes[4] == 0) && bytes[5] == 0 && bytes[6] == 0 && bytes[7] == 0 && length >= 16;
}

bool is_bgp_message(Bytes bytes) {
  if (bytes.size() < 19 || !is_between(be16(bytes, 16), 19, 4096) || !is_between(bytes[18], 1, 5)) return false;
  return std::all_of(bytes.begin(), bytes.begin() + 16, [](std::uint8_t byte) { return byte == 0xff; });
}

// The exchange of capabilities that a connection begins with.
bool is_diameter_request(Bytes bytes) {
  constexpr std::uint32_t capabilities_exchange = 257;
  if (bytes.size() < 12 || bytes[0] != 1) return false;
  const std::size_t length = be32(bytes, 0) & 0xffffff;
  return length >= 20 && length % 4 == 0 && (be32(bytes, 4) & 0xffffff) == capabilities_exchange && be32(bytes, 8) == 0;
}

bool is_telnet_command(Bytes bytes) {
  constexpr std::uint8_t command = 0xff, will = 0xfb, dont = 0xfe, greatest_option = 60;
  return bytes.size() >= 3 && bytes[0] == command && is_between(bytes[1], will, dont) && bytes[2] <= greatest_option;
}

bool is_modbus_request(Bytes bytes) {
  if (bytes.size() < 8) return false;
  return be16(bytes, 2) == 0 && is_between(be16(bytes, 4), 2, 254) && is_between(bytes[7], 1, 127);
}

bool is_socks5(Bytes client, Bytes server) {
  if (client.size() < 3 || client[0] != 5 || server.size() < 2 || server[0] != 5) return false;
  const Bytes methods = clipped(client, 2, client[1]);
  const bool is_refusal = server[1] == 0xff;
  return methods.size() == client[1] && !methods.empty() &&
         (is_refusal || std::find(methods.begin(), methods.end(), server[1]) != methods.end());
}

}  // namespace netdumplings::chefs::network
