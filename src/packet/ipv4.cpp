// IPv4, RFC 791, on the wire and quoted by ICMP.
#include <netdumplings/layers/bytes.hpp>

#include <algorithm>

#include "packet/bindings.hpp"
#include "packet/parsers.hpp"

namespace netdumplings::packet {
namespace {

using detail::be16;

template <LayerKind Kind, Parser (*After)(std::uint8_t, bool)>
Step ip_header(Bytes bytes) {
  if (bytes.size() < 20) return cut_short(Kind, bytes, field_ends<4, 6, 8, 9, 10, 12, 16>);
  const std::size_t claimed = std::size_t{bytes[0] & 15u} * 4;
  const std::size_t header = std::clamp(claimed, std::size_t{20}, bytes.size());
  const std::size_t total = be16(bytes, 2);
  const bool is_later_fragment = (be16(bytes, 6) & 0x1fff) != 0;
  const Parser next = After(bytes[9], is_later_fragment);
  // A length shorter than the header doesn't count: a card that segments packets itself leaves 0 there.
  if (total < claimed) return carries_rest(Kind, bytes, header, next);
  return carries(Kind, bytes, header, total - claimed, next);
}

}  // namespace

Step ipv4(Bytes bytes) { return ip_header<ND_LAYER_IP, after_ipv4>(bytes); }
Step ipv4_in_icmp(Bytes bytes) { return ip_header<ND_LAYER_IP_IN_ICMP, after_ipv4_in_icmp>(bytes); }

}  // namespace netdumplings::packet
