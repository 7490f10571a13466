#include "net/client/hub_access.hpp"

#include <utility>

#include "common/os/token.hpp"

namespace netdumplings::net {
namespace {

Result<std::string> token_of(const HubSettings& settings) {
  if (settings.token.empty()) return client_token(settings.token_file, settings.token_variable);
  if (const auto fault = token_fault(settings.token); !fault.empty()) return Error{"token: " + fault};
  return settings.token;
}

}  // namespace

Result<Endpoint> hub_endpoint(const HubSettings& settings) {
  auto endpoint = parse_endpoint(settings.address, settings.default_port);
  if (!endpoint) return endpoint;
  if (auto why = misuse_of(settings.tls, endpoint->tls); !why.empty()) return Error{std::move(why)};
  return endpoint;
}

Result<HubAccess> open_hub_access(const HubSettings& settings) {
  auto endpoint = hub_endpoint(settings);
  if (!endpoint) return Error{endpoint.error()};
  HubAccess access{.endpoint = std::move(*endpoint)};
  if (const auto faults = reread_hub_access(settings, access); !faults.empty()) return Error{faults.front()};
  return access;
}

std::vector<std::string> reread_hub_access(const HubSettings& settings, HubAccess& access) {
  std::vector<std::string> faults;
  if (auto token = token_of(settings)) {
    access.token = std::move(*token);
  } else {
    faults.push_back(token.error());
  }
  if (!access.endpoint.tls) return faults;
  if (auto tls = TlsClient::load(settings.tls)) {
    access.tls = std::move(*tls);
  } else {
    faults.push_back(tls.error());
  }
  return faults;
}

}  // namespace netdumplings::net
