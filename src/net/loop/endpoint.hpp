// HOST:PORT, as users write it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/result.hpp"

namespace netdumplings::net {

struct Endpoint {
  std::string host;  // a name or an address; an IPv6 address without brackets
  std::uint16_t port = 0;
  bool tls = false;  // the server there speaks TLS

  /// Returns `ws://host:port`, or `wss://host:port` with TLS.
  [[nodiscard]] std::string uri() const { return (tls ? "wss://" : "ws://") + to_string(); }
  /// Returns `host:port`, with an IPv6 address in brackets.
  [[nodiscard]] std::string to_string() const;
};

/// Reads `HOST`, `HOST:PORT` or `[IPV6]:PORT`, each also after `ws://`, or after `wss://` for TLS, and with a `/` at
/// the end. The error says what is wrong.
Result<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port);

/// Returns whether a host is an IPv4 or IPv6 address, without a zone.
bool is_address(const std::string& host);

}  // namespace netdumplings::net
