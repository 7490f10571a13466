// Which browser pages may talk to this server: the rules for `Origin` and `Host`.
//
// A browser lets any page open a WebSocket to any host, and says in `Origin` whose page it is. With DNS rebinding a
// page can also make its own name mean this machine; then that name is in `Host`. Programs send no Origin and aren't
// fooled.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace netdumplings::net {

class OriginRules {
 public:
  /// `address` is the address or name that the server listens on. `allowed` are further origins, such as
  /// `https://example.org` or `null`. `tls`: the server's own pages are https.
  OriginRules(std::string_view address, const std::vector<std::string>& allowed, bool tls = false);

  /// Returns why a request with this `Origin` is refused and what to do; nothing if it is allowed. `own_address` is the
  /// server's end of the connection.
  [[nodiscard]] std::optional<std::string> refuse_origin(std::string_view origin, std::string_view own_address) const;
  /// Does the same for `Host`. `page`: the request may come from a browser's page (it has an Origin, or is no
  /// WebSocket).
  [[nodiscard]] std::optional<std::string> refuse_host(std::string_view host, std::string_view own_address,
                                                       bool page) const;

 private:
  [[nodiscard]] bool is_ours(std::string_view host, std::string_view own_address) const;

  std::string address_;
  const char* scheme_;
  std::vector<std::string> allowed_;
  std::vector<std::string> allowed_hosts_;  // those of allowed_
};

/// Returns whether a host means this machine alone: `localhost`, `x.localhost`, 127.0.0.0/8, ::1.
bool is_loopback(std::string_view host);
/// Returns whether listening on the address means all addresses of this machine.
bool is_wildcard(std::string_view address);
/// Returns this machine's own name in small letters; "" if it isn't known.
std::string machine_name();

}  // namespace netdumplings::net
