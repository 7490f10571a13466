// Decides what a server does with the head of an HTTP request: answer it, refuse it, or upgrade to a WebSocket.
#pragma once

#include <functional>
#include <memory>
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
  std::string token = {};          // of Authorization: Bearer; "" for none
  std::string encoded_token = {};  // offered as a subprotocol, in base64url; "" for none
  bool repeated_field = false;     // Host, Origin or Authorization more than once, which no honest client sends
  bool has_body = false;
  std::string forwarded_for = {};  // X-Forwarded-For: the clients and proxies that it came by, as they say
  bool https = false;              // a proxy says that its client speaks TLS with it
  bool accepts_gzip = false;       // in the reply
  bool wants_websocket = false;
  // What opens one (RFC 6455, section 4.2.1).
  bool http_1_1 = false;             // or newer
  bool upgrades_connection = false;  // Connection: Upgrade
  std::string websocket_key = {};    // if there is one, of 16 bytes; else ""
  std::string websocket_version = {};

  /// Returns the target without its query.
  [[nodiscard]] std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
};

struct HttpReply {
  unsigned status = 200;
  std::string text;
  std::string refused = {};  // why the client was refused, for the log; "" for ordinary answers
  std::string content_type = "text/plain; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers =
      {};                                               // besides the usual ones; a Cache-Control replaces `no-store`
  std::shared_ptr<const std::string> shared_text = {};  // goes after `text`; many replies may share it without a copy
};

/// Gives the answer to a request. Called once, from any thread.
using HttpAnswer = std::function<void(HttpReply reply)>;

/// The pages of a server. Returns false if there is none for this GET or HEAD; else calls `answer`, at once or later.
/// Called on any thread of the server.
using HttpPages = std::function<bool(const HttpRequest& request, const HttpAnswer& answer)>;

/// Where a request goes: to `reply`, after which the connection is closed; else to a WebSocket, or to a page.
struct Route {
  std::optional<HttpReply> reply;
  bool upgrade = false;  // to a WebSocket; else a page is asked for
};

/// The path that says whether the server is there. It says nothing else, so it is answered whatever the Host.
inline constexpr std::string_view health_path = "/healthz";

Route route(const HttpRequest& request, const OriginRules& rules, const ConnectionEnds& ends);

/// Takes `base` away from the front of the request's target, if it is there; `base` begins and ends with a slash.
/// Returns the answer that leads a browser to `base` if only its last slash is missing, without which a page's links
/// would lead elsewhere.
std::optional<HttpReply> enter_base(HttpRequest& request, std::string_view base);

/// Returns the answer to a request for a page that isn't there.
HttpReply no_such_page(const HttpRequest& request);

/// Returns whether these are the first bytes of a TLS connection, with which no HTTP request begins.
bool begins_tls(std::span<const char> bytes);
/// Returns the answer to a client that speaks TLS to a plain port, and to one that speaks plain HTTP to a TLS port.
HttpReply no_tls_here();
HttpReply tls_is_spoken_here();

/// Returns the reply as bytes, for a connection that is closed after it; without its shared text. `over_tls`: it goes
/// out over TLS.
std::string to_bytes(const HttpReply& reply, bool with_body, bool over_tls = false);

}  // namespace netdumplings::net
