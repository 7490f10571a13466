// What a kitchen or an eater needs to connect to its hub, made from what its user said.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "common/result.hpp"
#include "net/loop/endpoint.hpp"
#include "net/tls/tls.hpp"

namespace netdumplings::net {

/// What a user said about a hub. An empty string means that nothing was said.
struct HubSettings {
  std::string address;             // as parse_endpoint() reads it
  std::uint16_t default_port = 0;  // used if `address` has no port
  TlsClientFiles tls = {};
  // The token, from the first of these three that isn't empty.
  std::string token = {};
  std::string token_file = {};      // the file's first token is used
  std::string token_variable = {};  // the value of NETDUMPLINGS_TOKEN
};

/// Everything that a client needs to connect to its hub and to be let in.
struct HubAccess {
  Endpoint endpoint;
  std::shared_ptr<const TlsClient> tls = {};  // null if the hub is at ws://
  std::string token = {};                     // empty: the hub is shown none
};

/// Returns where the hub is. Fails, in one line for the user, if the address can't be read or the TLS files don't fit
/// it. Reads no file.
Result<Endpoint> hub_endpoint(const HubSettings& settings);

/// Does what hub_endpoint() does, then reads the token file, and the TLS files of a hub at wss://. The error is one
/// line that names the file, and never shows a token.
Result<HubAccess> open_hub_access(const HubSettings& settings);

/// Reads the token file again, and the TLS files of a hub at wss://, for `access`, which is for the same hub. What
/// can't be read stays as it was. Returns a line for each such file, which names it and never shows a token.
std::vector<std::string> reread_hub_access(const HubSettings& settings, HubAccess& access);

}  // namespace netdumplings::net
