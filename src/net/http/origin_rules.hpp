// Which browser pages may talk to this server: the rules for `Origin` and `Host`.
//
// A browser lets any page open a WebSocket to any host, and says in `Origin` whose page it is. With DNS rebinding a
// page can also make its own name mean this machine; then that name is in `Host`. Programs send no Origin and aren't
// fooled. `localhost` in an Origin is the machine of the browser, so it is the hub's machine only if the client is
// there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace netdumplings::net {

/// The two addresses of a connection.
struct ConnectionEnds {
  std::string_view own;     // the server's
  std::string_view client;  // the client's, also if a proxy is between the two
};

class OriginRules {
 public:
  /// `addresses` are the addresses and names that the server listens on. `allowed` are further origins, such as
  /// `https://example.org` or `null`. `tls`: the server's own pages are https.
  OriginRules(const std::vector<std::string>& addresses, const std::vector<std::string>& allowed, bool tls = false);

  /// Returns why a request with this `Origin` is refused and what to do; nothing if it is allowed. Besides the allowed
  /// origins, these are pages over http or https of the server's own names, and of loopback if the client is there.
  [[nodiscard]] std::optional<std::string> refuse_origin(std::string_view origin, const ConnectionEnds& ends) const;
  /// Does the same for `Host`. `page`: the request may come from a browser's page (it has an Origin, or is no
  /// WebSocket). `https`: the page's address begins with https, as a proxy says.
  [[nodiscard]] std::optional<std::string> refuse_host(std::string_view host, const ConnectionEnds& ends, bool page,
                                                       bool https = false) const;

 private:
  [[nodiscard]] bool is_own_name(std::string_view host, std::string_view own_address) const;

  std::vector<std::string> addresses_;
  bool for_others_;  // it listens for other machines too
  bool tls_;
  std::vector<std::string> allowed_;
  std::vector<std::string> allowed_hosts_;  // those of allowed_
};

/// Returns whether a host means this machine alone: `localhost`, `x.localhost`, 127.0.0.0/8, ::1.
bool is_loopback(std::string_view host);
/// Returns whether listening on the address means all addresses of this machine: `0.0.0.0`, `::`, or `*` for both.
bool is_wildcard(std::string_view address);
/// Returns an origin as browsers write it: in small letters, without a slash at its end and without the scheme's usual
/// port. A page that was opened from a file is `null`; some browsers call it `file://`.
std::string normal_origin(std::string_view origin);
/// Returns this machine's own name in small letters; "" if it isn't known.
std::string machine_name();
/// Returns whether pages on this machine can be reached under `host`, in small letters: its own name, the name's first
/// part, or that part with `.local` after it, as multicast DNS has it.
bool is_machine_name(std::string_view host);

}  // namespace netdumplings::net
