// What a server does with the head of an HTTP request, before any WebSocket: answer it, refuse it, or upgrade.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "net/origin_rules.hpp"

namespace netdumplings::net {

struct HttpRequest {
  std::string method;
  std::string target;
  std::optional<std::string> host;
  std::optional<std::string> origin;
  bool repeated_field = false;  // Host or Origin more than once: nobody honest sends that
  bool has_body = false;
  bool wants_websocket = false;
};

struct HttpReply {
  unsigned status = 200;
  std::string text;
  std::string refused = {};  // why a client was turned away, for the log; empty for ordinary answers
  std::string content_type = "text/plain; charset=utf-8";
};

/// Pages that a server has: what a GET of a path gives, or nothing. Called on the server's thread.
using HttpPages = std::function<std::optional<HttpReply>(std::string_view path)>;

/// The answer to give, after which the connection is closed; nothing when the request is to be upgraded.
std::optional<HttpReply> route(const HttpRequest& request, const OriginRules& rules, std::string_view own_address,
                               const HttpPages& pages);

/// The reply as bytes, for a connection that is closed behind it.
std::string to_bytes(const HttpReply& reply, bool with_body);

}  // namespace netdumplings::net
