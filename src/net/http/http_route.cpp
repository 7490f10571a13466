#include "net/http/http_route.hpp"

#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::net {
namespace {

const char* reason_phrase(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 308:
      return "Permanent Redirect";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 426:
      return "Upgrade Required";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return "Unknown";
  }
}

HttpReply refusal(unsigned status, const std::string& why) { return {status, why + "\n", why}; }

std::optional<HttpReply> refuse(const HttpRequest& request, const OriginRules& rules, const ConnectionEnds& ends) {
  if (request.repeated_field) return refusal(400, "Host, Origin or Authorization is there more than once");
  const bool health = request.path() == health_path && !request.wants_websocket;
  if (!request.host && !health) return refusal(400, "the request has no Host");
  if (request.has_body) return refusal(400, "a request to this server has no body");
  const bool page = request.origin.has_value() || !request.wants_websocket;
  if (!health) {
    if (auto why = rules.refuse_host(*request.host, ends, page, request.https)) return refusal(403, *why);
  }
  if (!request.origin) return std::nullopt;
  if (auto why = rules.refuse_origin(*request.origin, ends)) return refusal(403, *why);
  return std::nullopt;
}

// What a WebSocket's handshake must have (RFC 6455, section 4.2.1).
std::optional<HttpReply> refuse_upgrade(const HttpRequest& request) {
  if (request.method != "GET" || !request.http_1_1) return HttpReply{400, "a WebSocket is opened by GET, HTTP/1.1\n"};
  if (!request.upgrades_connection) return HttpReply{400, "a WebSocket needs Connection: Upgrade\n"};
  if (request.websocket_key.empty()) {
    return HttpReply{400, "Sec-WebSocket-Key must be there once, 16 bytes in base64\n"};
  }
  if (request.websocket_version.empty()) return HttpReply{400, "Sec-WebSocket-Version is missing\n"};
  if (request.websocket_version == "13") return std::nullopt;
  HttpReply reply{426, "only version 13 of WebSocket is spoken here\n"};
  reply.headers = {{"Sec-WebSocket-Version", "13"}};
  return reply;
}

}  // namespace

Route route(const HttpRequest& request, const OriginRules& rules, const ConnectionEnds& ends) {
  if (auto reply = refuse(request, rules, ends)) return {std::move(reply)};
  if (request.wants_websocket) {
    auto reply = refuse_upgrade(request);
    const bool upgrade = !reply;
    return {std::move(reply), upgrade};
  }
  if (request.method != "GET" && request.method != "HEAD") {
    return {HttpReply{405, "only GET, HEAD and WebSockets here\n"}};
  }
  return {};
}

std::optional<HttpReply> enter_base(HttpRequest& request, std::string_view base) {
  if (base.size() <= 1) return std::nullopt;
  if (request.target.starts_with(base)) request.target.erase(0, base.size() - 1);
  if (request.wants_websocket || request.path() != base.substr(0, base.size() - 1)) return std::nullopt;
  HttpReply reply{308, "the page is at " + std::string(base) + "\n"};
  reply.headers = {{"Location", std::string(base)}};
  return reply;
}

HttpReply no_such_page(const HttpRequest& request) {
  if (request.path() == "/") return {426, "netdumplings speaks WebSocket here: use an eater, such as nd-print\n"};
  return {404, "no such page\n"};
}

bool begins_tls(std::span<const char> bytes) {
  constexpr char handshake_record = 22;  // RFC 8446, section 5.1
  return !bytes.empty() && bytes[0] == handshake_record;
}

HttpReply no_tls_here() {
  return refusal(400, "it speaks TLS, and this hub was started without --tls-cert: ws://, http://");
}

HttpReply tls_is_spoken_here() {
  HttpReply reply{426, "this port speaks TLS: use wss:// or https://\n"};
  reply.headers = {{"Upgrade", "TLS/1.2, HTTP/1.1"}};  // as RFC 2817 says it, section 4.2
  return reply;
}

std::string to_bytes(const HttpReply& reply, bool with_body, bool over_tls) {
  std::string out = "HTTP/1.1 " + std::to_string(reply.status) + ' ' + reason_phrase(reply.status) + "\r\n";
  if (reply.status != 304) {
    out += "Content-Type: " + reply.content_type + "\r\n";
    const std::size_t shared = reply.shared_text ? reply.shared_text->size() : 0;
    out += "Content-Length: " + std::to_string(reply.text.size() + shared) + "\r\n";
  }
  out += "X-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\nConnection: close\r\n";
  if (over_tls) out += "Strict-Transport-Security: max-age=" + std::to_string(defaults::https_only.count()) + "\r\n";
  bool says_caching = false;
  bool says_upgrade = false;
  for (const auto& [name, value] : reply.headers) {
    out.append(name).append(": ").append(value).append("\r\n");
    says_caching |= name == "Cache-Control";
    says_upgrade |= name == "Upgrade";
  }
  if (!says_caching) out += "Cache-Control: no-store\r\n";
  if (reply.status == 426 && !says_upgrade) out += "Upgrade: websocket\r\n";
  if (reply.status == 405) out += "Allow: GET, HEAD\r\n";
  out += "\r\n";
  if (with_body) out += reply.text;
  return out;
}

}  // namespace netdumplings::net
