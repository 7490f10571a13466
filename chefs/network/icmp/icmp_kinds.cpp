#include "network/icmp/icmp_kinds.hpp"

#include <array>
#include <span>

namespace netdumplings::chefs::network {
namespace {

constexpr std::string_view no_destination = "destination unreachable";

// By code (https://www.iana.org/assignments/icmp-parameters).
constexpr auto unreachable = std::to_array<std::string_view>(
    {"network unreachable", "host unreachable", "protocol unreachable", "port unreachable", "fragmentation needed",
     "source route failed", "network unknown", "host unknown", "source host isolated",
     "network administratively prohibited", "host administratively prohibited",
     "network unreachable for this type of service", "host unreachable for this type of service",
     "administratively prohibited", "host precedence violation", "precedence cutoff"});

// By code (https://www.iana.org/assignments/icmpv6-parameters).
constexpr auto unreachable_v6 = std::to_array<std::string_view>(
    {"network unreachable", "administratively prohibited", "beyond scope of source address", "host unreachable",
     "port unreachable", "source address failed policy", "route rejected", "error in source routing header"});

IcmpKind by_code(std::span<const std::string_view> names, std::uint8_t code) {
  return code < names.size() ? IcmpKind{names[code]} : IcmpKind{no_destination, true};
}

IcmpKind exceeded(std::uint8_t code) { return {code == 1 ? "reassembly time exceeded" : "time exceeded"}; }

}  // namespace

std::optional<IcmpKind> icmp_error(std::uint8_t type, std::uint8_t code) {
  switch (type) {
    case 3:
      return by_code(unreachable, code);
    case 4:
      return IcmpKind{"source quench"};
    case 5:
      return IcmpKind{"redirect"};
    case 11:
      return exceeded(code);
    case 12:
      return IcmpKind{"parameter problem"};
    default:
      return std::nullopt;
  }
}

std::optional<IcmpKind> icmpv6_error(std::uint8_t type, std::uint8_t code) {
  switch (type) {
    case 1:
      return by_code(unreachable_v6, code);
    case 2:
      return IcmpKind{"packet too big"};
    case 3:
      return exceeded(code);
    case 4:
      return IcmpKind{"parameter problem"};
    default:
      return std::nullopt;
  }
}

}  // namespace netdumplings::chefs::network
