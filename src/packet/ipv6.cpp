// IPv6 and its extension headers, RFC 8200.
#include <netdumplings/layers/bytes.hpp>

#include <algorithm>

#include "packet/bindings.hpp"
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

using detail::be16;
using detail::be32;

constexpr std::size_t fixed_header = 40;
constexpr std::uint8_t hop_by_hop = 0;
constexpr std::uint8_t no_next_header = 59;
constexpr std::uint8_t jumbo_option = 0xc2;
constexpr std::uint8_t segment_routing = 4;

// Returns the payload length of a jumbogram: its jumbo payload option says it (RFC 2675); without that option, the
// packet carries the hop-by-hop header alone.
std::size_t jumbo_length(Bytes payload) {
  const std::size_t header = 8 + std::size_t{payload[1]} * 8;
  const std::size_t end = std::min(header, payload.size());
  for (std::size_t at = 2; at + 1 < end;) {
    const std::uint8_t type = payload[at];
    if (type == jumbo_option && at + 6 <= end) return be32(payload, at + 2);
    at += type == 0 ? 1u : 2u + payload[at + 1];
  }
  return header;
}

// Returns the payload length of a packet whose length field is 0. A card that segments packets itself leaves 0 there,
// so that all bytes are carried; jumbograms, and packets in which nothing follows, have it too.
std::size_t length_if_zero(std::uint8_t next_header, Bytes payload) {
  if (next_header == no_next_header) return 0;
  return next_header == hop_by_hop && payload.size() >= 8 ? jumbo_length(payload) : payload.size();
}

template <LayerKind Kind, Parser (*After)(std::uint8_t)>
Step ip_header(Bytes bytes) {
  if (bytes.size() < fixed_header) return cut_short(Kind, bytes, field_ends<0, 4, 6, 7, 8, 24>);
  std::size_t length = be16(bytes, 4);
  const std::uint8_t next_header = bytes[6];
  if (length == 0) length = length_if_zero(next_header, bytes.subspan(fixed_header));
  return carries(Kind, bytes, fixed_header, length, After(next_header));
}

Step options_header(LayerKind kind, Bytes bytes) {
  Fields fields(bytes);
  const std::uint8_t next_header = fields.u8();
  const std::uint8_t length = fields.u8();
  fields.text(8 * (length + 1) - 2);
  return fields.step(kind, after_ipv6(next_header));
}

Step segment_routing_header(Bytes bytes) {
  Fields fields(bytes);
  const std::uint8_t next_header = fields.u8();
  const std::uint8_t length = fields.u8();
  fields.skip(1, 1);
  const int segments = fields.u8() + 1;
  fields.skip(1, 2);
  fields.items(static_cast<std::size_t>(segments), 16);
  fields.text(8 * length - 16 * segments);
  return fields.step(ND_LAYER_IPV6_SEGMENT_ROUTING, after_ipv6(next_header));
}

}  // namespace

Step ipv6(Bytes bytes) { return ip_header<ND_LAYER_IPV6, after_ipv6>(bytes); }
Step ipv6_in_icmpv6(Bytes bytes) { return ip_header<ND_LAYER_IPV6_IN_ICMPV6, after_ipv6_in_icmpv6>(bytes); }

Step ipv6_hop_by_hop(Bytes bytes) { return options_header(ND_LAYER_IPV6_HOP_BY_HOP, bytes); }
Step ipv6_destination_options(Bytes bytes) { return options_header(ND_LAYER_IPV6_DESTINATION_OPTIONS, bytes); }

Step ipv6_routing(Bytes bytes) {
  if (bytes.size() > 2 && bytes[2] == segment_routing) return segment_routing_header(bytes);
  Fields fields(bytes);
  const std::uint8_t next_header = fields.u8();
  const std::uint8_t length = fields.u8();
  fields.skip(1, 1, 4);
  fields.list(8 * length, 16);
  return fields.step(ND_LAYER_IPV6_ROUTING, after_ipv6(next_header));
}

Step ipv6_fragment(Bytes bytes) {
  if (bytes.size() < 8) return cut_short(ND_LAYER_IPV6_FRAGMENT, bytes, field_ends<1, 2, 4>);
  const bool is_later_fragment = be16(bytes, 2) >> 3 != 0;
  return carries_rest(ND_LAYER_IPV6_FRAGMENT, bytes, 8, is_later_fragment ? nullptr : after_ipv6(bytes[0]));
}

}  // namespace netdumplings::packet
