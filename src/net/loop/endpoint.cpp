#include "net/loop/endpoint.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "common/text.hpp"

namespace netdumplings::net {

namespace {

constexpr std::size_t longest_host = 253;  // of a name in the DNS
constexpr std::size_t longest_path = 1024;
constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= longest_host && std::all_of(host.begin(), host.end(), [](char c) {
    return is_alphanumeric(c) || c == '.' || c == '-' || c == '_';
  });
}

// Roughly: whether it is one is left to the resolver, which also knows about zones (fe80::1%eth0).
bool is_ipv6_like(std::string_view host) {
  return host.find(':') != host.npos && host.size() <= longest_host &&
         std::all_of(host.begin(), host.end(), [](char c) {
           return is_alphanumeric(c) || c == ':' || c == '.' || c == '%' || c == '-' || c == '_';
         });
}

// Without a query and a fragment, which no proxy needs to find a hub (RFC 3986, section 3.3).
bool is_path(std::string_view path) {
  constexpr std::string_view marks = "/-._~%!$&'()*+,;=:@";
  return path.size() <= longest_path && std::all_of(path.begin(), path.end(), [marks](char c) {
           return is_alphanumeric(c) || marks.find(c) != marks.npos;
         });
}

// The zone of an address is written `%eth0`, and in a URL `%25eth0` (RFC 6874). Without a scheme, `%251` is zone 251.
std::string without_percent_code(std::string_view host, bool in_url) {
  constexpr std::string_view code = "%25";
  const auto at = host.find(code);
  const auto zone = at == host.npos ? std::string_view() : host.substr(at + code.size());
  if (zone.empty() || (!in_url && is_number(zone))) return std::string(host);
  return std::string(host.substr(0, at + 1)).append(zone);
}

Error no_hub(std::string_view text, const std::string& why) {
  return Error{"'" + std::string(text) + "' is no HOST:PORT: " + why};
}

Result<std::uint16_t> parse_port(std::string_view text, std::string_view digits) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size() || port > 65535) {
    return no_hub(text, "the port must be a number from 0 to 65535");
  }
  return static_cast<std::uint16_t>(port);
}

struct Parts {
  std::string_view host;
  std::string_view after_host;  // empty, or ":PORT"
};

Result<Parts> split(std::string_view text, std::string_view rest) {
  if (!rest.starts_with('[')) {
    const auto colon = rest.find(':');
    if (colon != rest.npos && rest.find(':', colon + 1) != rest.npos) {
      return no_hub(text, "an IPv6 address goes in brackets, as in [::1]:11347");
    }
    Parts parts{rest.substr(0, colon), colon == rest.npos ? std::string_view{} : rest.substr(colon)};
    if (!is_host_name(parts.host)) return no_hub(text, "the host must be a name or an address");
    return parts;
  }
  const auto bracket = rest.find(']');
  if (bracket == rest.npos) return no_hub(text, "the bracket isn't closed");
  Parts parts{rest.substr(1, bracket - 1), rest.substr(bracket + 1)};
  if (!is_ipv6_like(parts.host)) return no_hub(text, "an IPv6 address must stand between the brackets");
  return parts;
}

}  // namespace

std::string Endpoint::uri() const {
  return (tls ? "wss://" : "ws://") + to_string() + (path == "/" ? std::string() : path);
}

std::string Endpoint::host_field() const {
  const Endpoint shown{host.substr(0, host.find('%')), port};
  const std::string text = shown.to_string();
  return port == (tls ? https_port : http_port) ? text.substr(0, text.rfind(':')) : text;
}

std::string Endpoint::to_string() const {
  const bool brackets = host.find(':') != host.npos;
  return (brackets ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

bool is_address(const std::string& host) {
  in6_addr room{};
  return inet_pton(AF_INET, host.c_str(), &room) == 1 || inet_pton(AF_INET6, host.c_str(), &room) == 1;
}

Result<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port) {
  auto rest = text;
  const bool tls = rest.starts_with("wss://");
  if (tls) rest.remove_prefix(6);
  if (rest.starts_with("ws://") && !tls) rest.remove_prefix(5);
  const bool in_url = rest.size() < text.size();
  const auto slash = std::min(rest.find('/'), rest.size());
  const auto path = rest.substr(slash);
  const auto parts = split(text, rest.substr(0, slash));
  if (!parts) return Error{parts.error()};
  Endpoint endpoint{without_percent_code(parts->host, in_url), default_port, tls};
  if (path.size() > 1) {
    if (!in_url) return no_hub(text, "a path needs ws:// or wss:// before the host");
    if (!is_path(path)) return no_hub(text, "its path has characters that a path of a hub can't have, or too many");
    endpoint.path = path;
    endpoint.port = tls ? https_port : http_port;
  }
  if (parts->after_host.empty()) return endpoint;
  if (!parts->after_host.starts_with(':')) return no_hub(text, "a port must follow the address, as in [::1]:11347");
  const auto port = parse_port(text, parts->after_host.substr(1));
  if (!port) return Error{port.error()};
  endpoint.port = *port;
  return endpoint;
}

}  // namespace netdumplings::net
