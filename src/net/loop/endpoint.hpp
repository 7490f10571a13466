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
  bool tls = false;  // of a server: it is spoken to over TLS

  /// `ws://host:port`, or `wss://`.
  [[nodiscard]] std::string uri() const { return (tls ? "wss://" : "ws://") + to_string(); }
  /// `host:port`, an IPv6 address in brackets.
  [[nodiscard]] std::string to_string() const;
};

/// Reads `HOST`, `HOST:PORT`, `[IPV6]:PORT`, each also behind `ws://`, or `wss://` for TLS, and with a trailing `/`.
Result<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port);

/// Whether a host is an IPv4 or IPv6 address, without a zone.
bool is_address(const std::string& host);

}  // namespace netdumplings::net
