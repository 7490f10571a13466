#include "network/flow/server_name.hpp"

#include <netdumplings/layers/http1.hpp>
#include <netdumplings/layers/tls.hpp>

#include <algorithm>

namespace netdumplings::chefs::network {
namespace {

std::string_view without_port(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon == host.npos || host.find(':') != (host.starts_with('[') ? host.find(':') : colon)) return host;
  const std::string_view port = host.substr(colon + 1);
  const bool is_port = std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
  return is_port ? host.substr(0, colon) : host;
}

NameSearch found(std::string_view name) { return {true, std::string(name.substr(0, longest_server_name))}; }

}  // namespace

bool has_server_names(std::string_view service) { return service == "tls" || service == "http"; }

NameSearch find_server_name(std::string_view service, Bytes client) {
  if (service == "tls") {
    const auto hello = layers::TlsClientHello::of(client);
    const auto name = hello ? hello->server_name() : std::nullopt;
    return name ? found(*name) : NameSearch{!hello || hello->is_whole(), {}};
  }
  const auto request = layers::HttpRequest::of(client);
  const auto host = request ? request->host() : std::nullopt;
  return host ? found(without_port(*host)) : NameSearch{!request || request->is_whole(), {}};
}

}  // namespace netdumplings::chefs::network
