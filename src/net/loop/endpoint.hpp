// HOST:PORT, or a URL of a WebSocket, as users write it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/result.hpp"

namespace netdumplings::net {

struct Endpoint {
  std::string host;  // a name or an address; an IPv6 address without brackets
  std::uint16_t port = 0;
  bool tls = false;        // the server there speaks TLS
  std::string path = "/";  // begins with a slash; another one than "/" if the server is behind a proxy

  /// Returns `ws://host:port`, or `wss://host:port` with TLS, with the path after it unless that is "/".
  [[nodiscard]] std::string uri() const;
  /// Returns the value of HTTP's field Host: without an address's zone, which means nothing on another machine, and
  /// without the port if it is the usual one of ws or wss.
  [[nodiscard]] std::string host_field() const;
  /// Returns `host:port`, with an IPv6 address in brackets.
  [[nodiscard]] std::string to_string() const;
};

/// Reads `HOST`, `HOST:PORT` or `[IPV6]:PORT`, each also after `ws://`, or after `wss://` for TLS, and with a `/` at
/// the end. A path may follow `ws://HOST:PORT`; then the port's default is that of HTTP, 80 or 443, as the server is
/// behind a proxy. The zone of an address may be written `%eth0` or `%25eth0`. The error says what is wrong.
Result<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port);

/// Returns whether a host is an IPv4 or IPv6 address, without a zone.
bool is_address(const std::string& host);

}  // namespace netdumplings::net
