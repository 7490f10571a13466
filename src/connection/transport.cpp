#include "connection/transport.hpp"

#include <netdumplings/flow.hpp>
#include <netdumplings/layers/bytes.hpp>
#include <netdumplings/layers/tcp.hpp>

#include <algorithm>

namespace netdumplings::connection {
namespace {

using netdumplings::detail::be16;
using netdumplings::detail::be32;
using netdumplings::detail::clipped;

void read_ports(Ends& ends, Bytes header) {
  const bool has_ports = ends.protocol == Flow::tcp || ends.protocol == Flow::udp || ends.protocol == Flow::sctp;
  if (!has_ports || header.size() < 4) return;
  ends.has_ports = true;
  ends.source_port = be16(header, 0);
  ends.destination_port = be16(header, 2);
}

std::optional<std::uint8_t> window_scale_in(Bytes options) {
  constexpr std::uint8_t window_scale = 3, largest = 14;
  layers::Tcp::Options all(options);
  while (const auto option = all.next()) {
    if (option->kind == window_scale && !option->data.empty()) return std::min(option->data[0], largest);
  }
  return std::nullopt;
}

// Returns the length of the header, or nothing if fewer than 20 bytes of it were captured.
std::optional<std::uint32_t> read_tcp(Innermost& found, Bytes bytes) {
  if (bytes.size() < 20) return std::nullopt;
  const std::uint32_t header = std::max(bytes[12] / 16u * 4, 20u);
  found.tcp = {.sequence = be32(bytes, 4),
               .acknowledgement = be32(bytes, 8),
               .window = be16(bytes, 14),
               .flags = bytes[13],
               .window_scale = {}};
  if (found.tcp->syn()) found.tcp->window_scale = window_scale_in(clipped(bytes, 20, header - 20));
  return header;
}

// ICMP's echo, timestamp, information and address mask messages, and ICMPv6's echo, have an identifier.
bool has_id(std::uint8_t protocol, std::uint8_t type) {
  if (protocol == Flow::icmpv6) return type == 128 || type == 129;
  return type == 0 || type == 8 || (type >= 13 && type <= 18);
}

std::optional<std::uint16_t> icmp_id(std::uint8_t protocol, Bytes message) {
  if (message.size() < 8 || !has_id(protocol, message[0])) return std::nullopt;
  return be16(message, 4);
}

// Reads what the quoted IP header carries. The error may quote only its first bytes.
void read_quoted_transport(Quoted& quoted, Bytes bytes) {
  read_ports(quoted.ends, bytes);
  if (!is_icmp(quoted.ends.protocol) || bytes.empty()) return;
  quoted.icmp_type = bytes[0];
  quoted.icmp_id = icmp_id(quoted.ends.protocol, bytes);
}

std::optional<Quoted> quoted_ipv4(Bytes bytes) {
  if (bytes.size() < 20 || bytes[0] >> 4 != 4) return std::nullopt;
  Quoted quoted;
  quoted.ends.protocol = bytes[9];
  quoted.ends.source = Ipv4Address(bytes.subspan(12));
  quoted.ends.destination = Ipv4Address(bytes.subspan(16));
  const bool is_later_fragment = (be16(bytes, 6) & 0x1fff) != 0;
  const std::size_t header = std::max(bytes[0] % 16u * 4, 20u);
  if (!is_later_fragment) read_quoted_transport(quoted, clipped(bytes, header, bytes.size()));
  return quoted;
}

std::optional<Quoted> quoted_ipv6(Bytes bytes) {
  constexpr std::uint8_t hop_by_hop = 0, routing = 43, fragment = 44, destination_options = 60;
  if (bytes.size() < 40 || bytes[0] >> 4 != 6) return std::nullopt;
  Quoted quoted;
  std::uint8_t& protocol = quoted.ends.protocol = bytes[6];
  quoted.ends.source = Ipv6Address(bytes.subspan(8));
  quoted.ends.destination = Ipv6Address(bytes.subspan(24));
  Bytes rest = bytes.subspan(40);
  for (std::size_t i = 0; i < most_quoted_extension_headers && rest.size() >= 8; ++i) {
    const bool is_fragment = protocol == fragment;
    if (!is_fragment && protocol != hop_by_hop && protocol != routing && protocol != destination_options) break;
    const bool is_later_fragment = is_fragment && be16(rest, 2) >> 3 != 0;
    protocol = rest[0];
    if (is_later_fragment) return quoted;
    rest = clipped(rest, is_fragment ? 8 : 8 + rest[1] * 8u, rest.size());
  }
  read_quoted_transport(quoted, rest);
  return quoted;
}

bool is_error(std::uint8_t protocol, std::uint8_t type) {
  constexpr std::uint8_t first_informational = 128;
  if (protocol == Flow::icmpv6) return type >= 1 && type < first_informational;
  return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
}

std::optional<std::uint32_t> read_icmp(Innermost& found, Bytes bytes) {
  if (bytes.size() < 4) return std::nullopt;
  const bool is_ipv6 = found.ends.protocol == Flow::icmpv6;
  IcmpHeader& header = found.icmp.emplace(IcmpHeader{.type = bytes[0], .code = bytes[1], .id = {}, .quoted = {}});
  header.id = icmp_id(found.ends.protocol, bytes);
  if (is_error(found.ends.protocol, header.type)) {
    const Bytes quoted = clipped(bytes, 8, bytes.size());
    header.quoted = is_ipv6 ? quoted_ipv6(quoted) : quoted_ipv4(quoted);
  }
  return 8;
}

// Returns the length of the header. Lowers `length` to what the header says, if it says a possible length.
std::optional<std::uint32_t> read_header(Innermost& found, Bytes bytes, std::uint32_t& length) {
  switch (found.ends.protocol) {
    case Flow::tcp:
      return read_tcp(found, bytes);
    case Flow::udp:
      if (bytes.size() < 8) return std::nullopt;
      if (be16(bytes, 4) >= 8) length = std::min<std::uint32_t>(length, be16(bytes, 4));
      return 8;
    case Flow::sctp:
      return bytes.size() < 12 ? std::nullopt : std::optional(12u);
    case Flow::icmp:
    case Flow::icmpv6:
      return read_icmp(found, bytes);
    default:
      return 0;
  }
}

}  // namespace

void read_transport(Innermost& found, Bytes carried, std::uint32_t offset, std::uint32_t length) {
  read_ports(found.ends, carried);
  const auto header = read_header(found, carried, length);
  const std::uint32_t size = std::min(header.value_or(length), length);
  found.payload_offset = offset + std::min(size, static_cast<std::uint32_t>(carried.size()));
  found.payload_length = length - size;
  found.payload = clipped(carried, size, found.payload_length);
}

}  // namespace netdumplings::connection
