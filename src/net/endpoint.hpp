// HOST:PORT as users write it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/result.hpp"

namespace netdumplings::net {

struct Endpoint {
  std::string host;  // a name or an address; an IPv6 address without its brackets
  std::uint16_t port = 0;

  /// `host:port`, an IPv6 address in brackets.
  [[nodiscard]] std::string to_string() const;
};

/// Reads `HOST`, `HOST:PORT`, `[IPV6]:PORT`, each also behind `ws://` and with a trailing `/`.
Result<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port);

}  // namespace netdumplings::net
