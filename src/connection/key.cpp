#include "connection/key.hpp"

#include <netdumplings/flow.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace netdumplings::connection {
namespace {

struct IcmpPair {
  std::uint8_t protocol;
  std::uint8_t request;
  std::uint8_t answer;
};
// Echo, timestamp, information and address mask; of IPv6, echo and node information. Others are sent to many, and what
// answers them can't be told.
constexpr std::array icmp_pairs = std::to_array<IcmpPair>({
    {Flow::icmp, 8, 0},
    {Flow::icmp, 13, 14},
    {Flow::icmp, 15, 16},
    {Flow::icmp, 17, 18},
    {Flow::icmpv6, 128, 129},
    {Flow::icmpv6, 139, 140},
});

std::uint8_t request_type(std::uint8_t protocol, std::uint8_t type) {
  for (const IcmpPair& pair : icmp_pairs) {
    if (pair.protocol == protocol && pair.answer == type) return pair.request;
  }
  return type;
}

struct IcmpPart {
  std::uint8_t type;
  std::optional<std::uint16_t> id;
};

// Returns a number that has the order of these eight bytes.
std::uint64_t in_order(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  for (int i = 0; i < 8; ++i) word = word << 8 | bytes[i];
  return word;
}

// Returns whether the second end comes first.
bool is_reversed(const Key& key) {
  const std::uint8_t* const first = key.ends[0].address.data();
  const std::uint8_t* const second = key.ends[1].address.data();
  const auto one = std::tuple(in_order(first), in_order(first + 8), key.ports[0]);
  return std::tuple(in_order(second), in_order(second + 8), key.ports[1]) < one;
}

std::optional<DirectedKey> make_key(const Ends& ends, const std::optional<IcmpPart>& icmp, const Network& network,
                                    std::uint32_t interface_index) {
  if (is_icmp(ends.protocol) ? !icmp : !ends.has_ports) return std::nullopt;
  DirectedKey made;
  Key& key = made.key;
  std::copy_n(ends.source.bytes().begin(), ends.source.bytes().size(), key.ends[0].address.begin());
  std::copy_n(ends.destination.bytes().begin(), ends.destination.bytes().size(), key.ends[1].address.begin());
  key.ports = {ends.source_port, ends.destination_port};
  if (is_icmp(ends.protocol)) {
    key.ports.fill(icmp->id.value_or(0));
    key.icmp_type = request_type(ends.protocol, icmp->type);
  }
  key.interface_index = interface_index;
  key.network_id = network.id;
  key.network_kind = network.kind;
  key.protocol = ends.protocol;
  key.is_ipv6 = ends.source.is_ipv6();
  made.is_from_second = is_reversed(key);
  if (made.is_from_second) {
    std::swap(key.ends[0], key.ends[1]);
    std::swap(key.ports[0], key.ports[1]);
  }
  return made;
}

}  // namespace

bool is_icmp_answer(std::uint8_t protocol, std::uint8_t type) { return request_type(protocol, type) != type; }

std::optional<DirectedKey> key_of(const Innermost& found, std::uint32_t interface_index) {
  const auto icmp = found.icmp ? std::optional(IcmpPart{found.icmp->type, found.icmp->id}) : std::nullopt;
  return make_key(found.ends, icmp, found.network, interface_index);
}

std::optional<DirectedKey> key_of_quoted(const Innermost& found, std::uint32_t interface_index) {
  if (!found.icmp || !found.icmp->quoted) return std::nullopt;
  const Quoted& quoted = *found.icmp->quoted;
  return make_key(quoted.ends, IcmpPart{quoted.icmp_type, quoted.icmp_id}, found.network, interface_index);
}

}  // namespace netdumplings::connection
