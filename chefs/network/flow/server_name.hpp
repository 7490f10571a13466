// Finds the name by which a client calls its server.
#pragma once

#include <netdumplings/layer.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace netdumplings::chefs::network {

/// How many bytes of a name are reported. A host's name has at most 253.
inline constexpr std::size_t longest_server_name = 255;

/// What the client's bytes so far say about the server's name.
struct NameSearch {
  bool is_over = false;  ///< more bytes would say nothing else
  std::string name;      ///< "" if there is none so far
};

/// Returns whether clients of this service say a name in their first bytes: "tls" (SNI), "http" (Host).
bool has_server_names(std::string_view service);

/// Looks for the name in what a client sent first. `service` is one that has names. Looks at all bytes each time.
NameSearch find_server_name(std::string_view service, Bytes client);

}  // namespace netdumplings::chefs::network
