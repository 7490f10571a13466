// What a server does with the head of an HTTP request, before any WebSocket: answer it, refuse it, or upgrade.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http/origin_rules.hpp"

namespace netdumplings::net {

struct HttpRequest {
  std::string method;
  std::string target;
  std::optional<std::string> host;
  std::optional<std::string> origin;
  std::string if_none_match;
  std::string token = {};          // that it shows as Authorization: Bearer; empty for none
  std::string encoded_token = {};  // that it offers as a subprotocol, in base64url; empty for none
  bool repeated_field = false;     // Host, Origin or Authorization more than once: nobody honest sends that
  bool has_body = false;
  bool wants_websocket = false;
  // What opens one (RFC 6455, section 4.2.1).
  bool http_1_1 = false;             // or newer
  bool upgrades_connection = false;  // Connection: Upgrade
  std::string websocket_key = {};    // if there is one, of 16 bytes; else ""
  std::string websocket_version = {};

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

/// Gives the answer to a request: once, from any thread.
using HttpAnswer = std::function<void(HttpReply reply)>;

/// Pages that a server has: false when there is none for this GET or HEAD, else `answer` is called, at once or later.
/// Asked on any thread of the server's.
using HttpPages = std::function<bool(const HttpRequest& request, const HttpAnswer& answer)>;

/// The answer to give, after which the connection is closed; or, without one, what else there is to do.
struct Route {
  std::optional<HttpReply> reply;
  bool upgrade = false;  // to a WebSocket; else a page is asked for
};

Route route(const HttpRequest& request, const OriginRules& rules, std::string_view own_address);

/// The answer to who asks for a page that isn't there.
HttpReply no_such_page(const HttpRequest& request);

/// Whether these are the first bytes of a TLS connection, which no HTTP request begins with.
bool begins_tls(std::span<const char> bytes);
/// The answer to who speaks TLS to a plain port, and to who speaks plainly to one with TLS.
HttpReply no_tls_here();
HttpReply tls_is_spoken_here();

/// The reply as bytes, for a connection that is closed behind it.
std::string to_bytes(const HttpReply& reply, bool with_body);

}  // namespace netdumplings::net
