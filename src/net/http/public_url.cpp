#include "net/http/public_url.hpp"

#include <string_view>

#include "net/http/origin_rules.hpp"
#include "net/loop/endpoint.hpp"

namespace netdumplings::net {

// It is read as the WebSocket's URL of the same place, which has the same host, port and path.
Result<PublicUrl> parse_public_url(const std::string& text) {
  const Error wrong{"'" + text + "' is not a URL like https://example.org/ or https://example.org:8443/netdumplings/"};
  const bool tls = text.starts_with("https://");
  if (!tls && !text.starts_with("http://")) return wrong;
  const std::string rest = text.substr(tls ? 8 : 7);
  if (rest.starts_with("ws://") || rest.starts_with("wss://")) return wrong;
  const auto endpoint = parse_endpoint((tls ? "wss://" : "ws://") + rest, 1);
  if (!endpoint || endpoint->port == 0 || endpoint->host.find('%') != std::string::npos) return wrong;
  PublicUrl url{normal_origin(text.substr(0, text.find('/', tls ? 8 : 7))), endpoint->path};
  if (!url.path.ends_with('/')) url.path += '/';
  if (url.path.find("//") != std::string::npos) return wrong;
  return url;
}

}  // namespace netdumplings::net
