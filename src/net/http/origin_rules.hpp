// Who may talk to this server from a browser: the rules for `Origin` and `Host`.
//
// A browser lets any page open a WebSocket to any host, and says in `Origin` whose page it is; with DNS rebinding a
// page can also make its own name mean this machine, and then that name stands in `Host`. Programs send no Origin and
// aren't fooled.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace netdumplings::net {

class OriginRules {
 public:
  /// `address`: the address or name the server was told to listen on. `allowed`: origins such as `https://example.org`,
  /// or `null`, that are let in too. `tls`: pages of this server's own are https.
  OriginRules(std::string_view address, const std::vector<std::string>& allowed, bool tls = false);

  /// Nothing, or why a request with this `Origin` is refused, with the way out. `own_address` is the server's end of
  /// the connection.
  [[nodiscard]] std::optional<std::string> refuse_origin(std::string_view origin, std::string_view own_address) const;
  /// The same for `Host`. `page`: a browser's page may be behind it (there is an Origin, or it is no WebSocket).
  [[nodiscard]] std::optional<std::string> refuse_host(std::string_view host, std::string_view own_address,
                                                       bool page) const;

 private:
  [[nodiscard]] bool is_ours(std::string_view host, std::string_view own_address) const;

  std::string address_;
  const char* scheme_;
  std::vector<std::string> allowed_;
  std::vector<std::string> allowed_hosts_;  // those of allowed_
};

/// Whether the host part of an address means this machine alone: `localhost`, `x.localhost`, 127.0.0.0/8, ::1.
bool is_loopback(std::string_view host);
/// Whether to listen there means all addresses of this machine.
bool is_wildcard(std::string_view address);
/// This machine's own name, in small letters; empty when it can't be had.
std::string machine_name();

}  // namespace netdumplings::net
