// TCP and UDP, on the wire and quoted by ICMP.
#include <netdumplings/layers/bytes.hpp>

#include <algorithm>

#include "packet/bindings.hpp"
#include "packet/fields.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

using detail::be16;

template <LayerKind Kind>
Step tcp_segment(Bytes bytes) {
  if (bytes.size() < 20) return cut_short(Kind, bytes, field_ends<2, 4, 8, 12, 14, 16, 18>);
  const std::size_t header = std::clamp(std::size_t{bytes[12]} / 16 * 4, std::size_t{20}, bytes.size());
  return carries_rest(Kind, bytes, header, after_tcp(be16(bytes, 0), be16(bytes, 2)));
}

template <LayerKind Kind>
Step udp_datagram(Bytes bytes) {
  if (bytes.size() < 8) return cut_short(Kind, bytes, field_ends<6>);
  const Parser next = after_udp(be16(bytes, 0), be16(bytes, 2));
  const std::size_t length = be16(bytes, 4);
  if (length >= 8) return carries(Kind, bytes, 8, length - 8, next);
  // A card that segments packets itself leaves 0 there, and so do jumbograms (RFC 2675).
  if (length == 0) return carries_rest(Kind, bytes, 8, next);
  // If the length is otherwise shorter than the header by N bytes, scapy takes the last N bytes for padding.
  const std::size_t payload = bytes.size() - 8;
  return carries(Kind, bytes, 8, payload - std::min(payload, 8 - length), next);
}

}  // namespace

Step tcp(Bytes bytes) { return tcp_segment<ND_LAYER_TCP>(bytes); }
Step tcp_in_icmp(Bytes bytes) { return tcp_segment<ND_LAYER_TCP_IN_ICMP>(bytes); }
Step udp(Bytes bytes) { return udp_datagram<ND_LAYER_UDP>(bytes); }
Step udp_in_icmp(Bytes bytes) { return udp_datagram<ND_LAYER_UDP_IN_ICMP>(bytes); }

}  // namespace netdumplings::packet
