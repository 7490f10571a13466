// What a server does with the head of an HTTP request, before any WebSocket: answer it, refuse it, or upgrade.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/origin_rules.hpp"

namespace netdumplings::net {

struct HttpRequest {
  std::string method;
  std::string target;
  std::optional<std::string> host;
  std::optional<std::string> origin;
  std::string if_none_match;
  bool repeated_field = false;  // Host or Origin more than once: nobody honest sends that
  bool has_body = false;
  bool wants_websocket = false;

  /// The target without its query.
  [[nodiscard]] std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
};

struct HttpReply {
  unsigned status = 200;
  std::string text;
  std::string refused = {};  // why a client was turned away, for the log; empty for ordinary answers
  std::string content_type = "text/plain; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers = {};  // more of them; a Cache-Control replaces `no-store`
};

/// Pages that a server has: the answer to a GET or HEAD, or nothing. Called on the server's thread.
using HttpPages = std::function<std::optional<HttpReply>(const HttpRequest& request)>;

/// The answer to give, after which the connection is closed; nothing when the request is to be upgraded.
std::optional<HttpReply> route(const HttpRequest& request, const OriginRules& rules, std::string_view own_address,
                               const HttpPages& pages);

/// The reply as bytes, for a connection that is closed behind it.
std::string to_bytes(const HttpReply& reply, bool with_body);

}  // namespace netdumplings::net
