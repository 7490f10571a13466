// What errors of ICMP and ICMPv6 are called.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace netdumplings::chefs::network {

/// A name of an error. Names of ICMP and ICMPv6 are the same where they mean the same.
struct IcmpKind {
  std::string_view name;
  bool has_code = false;  ///< the code has no name: it is to be written, too
};

/// Returns the name of an error, or nothing if the message isn't one.
std::optional<IcmpKind> icmp_error(std::uint8_t type, std::uint8_t code);
/// Returns the same for ICMPv6.
std::optional<IcmpKind> icmpv6_error(std::uint8_t type, std::uint8_t code);

}  // namespace netdumplings::chefs::network
