#include "net/http/origin_rules.hpp"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

#include "common/os/terminal.hpp"
#include "common/text.hpp"
#include "net/loop/endpoint.hpp"

namespace netdumplings::net {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return out;
}

// An IPv6 address without its zone, which means something on its own machine only.
std::string_view without_zone(std::string_view address) { return address.substr(0, address.find('%')); }

// The host of `host[:port]`, without an IPv6 address's brackets and zone and without a name's last dot.
std::string host_part(std::string_view authority) {
  if (authority.starts_with('['))
    return lower(without_zone(authority.substr(1, std::min(authority.find(']'), authority.size()) - 1)));
  std::string_view host = authority.substr(0, authority.find(':'));
  if (host.ends_with('.')) host.remove_suffix(1);
  return lower(host);
}

// What comes after `scheme://`; empty for what is no such thing.
std::string_view authority_of(std::string_view origin) {
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view() : origin.substr(scheme + 3);
}

bool is_web_origin(std::string_view origin) { return origin.starts_with("http://") || origin.starts_with("https://"); }

// Returns ` nd-hub --allow-origin ORIGIN` and so on, with which a user can let `origin` in; "" for an origin that no
// browser sends, which might do something else in a user's shell.
std::string way_out(std::string_view origin, const std::string& so) {
  constexpr std::size_t longest_origin = 300;
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/[]\\";
  if (origin.size() > longest_origin || origin.find_first_not_of(plain) != origin.npos) return {};
  return "; nd-hub --allow-origin " + std::string(origin) + " would " + so;
}

// Text of a client for the log.
std::string shown(std::string_view text) {
  constexpr std::size_t longest_shown = 300;
  return terminal::harmless(text_that_fits(text, longest_shown)) + (text.size() > longest_shown ? "..." : "");
}

}  // namespace

bool is_wildcard(std::string_view address) { return address == "0.0.0.0" || address == "::" || address == "*"; }

std::string normal_origin(std::string_view origin) {
  if (origin == "file://") return "null";
  std::string normal = lower(origin.ends_with('/') ? origin.substr(0, origin.size() - 1) : origin);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 2> usual{
      {{"http://", ":80"}, {"https://", ":443"}}};
  for (const auto& [scheme, port] : usual) {
    if (normal.starts_with(scheme) && normal.ends_with(port)) normal.resize(normal.size() - port.size());
  }
  return normal;
}

std::string machine_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? lower(name.data()) : std::string();
}

bool is_loopback(std::string_view host) {
  const std::string name = lower(host);
  if (name == "localhost" || name.ends_with(".localhost")) return true;
  in_addr four{};
  if (inet_pton(AF_INET, name.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  in6_addr six{};
  return inet_pton(AF_INET6, name.c_str(), &six) == 1 && std::memcmp(&six, &in6addr_loopback, sizeof six) == 0;
}

bool is_machine_name(std::string_view host) {
  const std::string name = machine_name();
  const std::string first = name.substr(0, name.find('.'));
  return !first.empty() && !is_loopback(first) && (host == name || host == first || host == first + ".local");
}

OriginRules::OriginRules(const std::vector<std::string>& addresses, const std::vector<std::string>& allowed, bool tls)
    : for_others_(!std::all_of(addresses.begin(), addresses.end(), is_loopback)), tls_(tls) {
  for (const std::string& address : addresses) {
    if (address == "*") addresses_.insert(addresses_.end(), {"0.0.0.0", "::"});
    addresses_.push_back(lower(without_zone(address)));
  }
  for (const std::string& origin : allowed) {
    allowed_.push_back(normal_origin(origin));
    if (std::string host = host_part(authority_of(allowed_.back())); !host.empty()) {
      allowed_hosts_.push_back(std::move(host));
    }
  }
}

bool OriginRules::is_own_name(std::string_view host, std::string_view own_address) const {
  return std::find(addresses_.begin(), addresses_.end(), host) != addresses_.end() ||
         host == without_zone(own_address) || (for_others_ && is_machine_name(host));
}

std::optional<std::string> OriginRules::refuse_origin(std::string_view origin, const ConnectionEnds& ends) const {
  const std::string normal = normal_origin(origin);
  if (std::find(allowed_.begin(), allowed_.end(), normal) != allowed_.end()) return std::nullopt;
  const std::string host = is_web_origin(normal) ? host_part(authority_of(normal)) : std::string();
  const bool ours = !host.empty() && (is_own_name(host, ends.own) || is_loopback(host));
  // A browser reaches its own machine by 0.0.0.0, too.
  const bool of_another_machine = ours && (is_loopback(host) || is_wildcard(host)) && !is_loopback(ends.client);
  if (ours && !of_another_machine) return std::nullopt;
  return "a page of origin '" + shown(origin) + "' may not read this hub" +
         (of_another_machine ? " from another machine" : "") +
         way_out(terminal::harmless(normal == "null" ? normal : origin),
                 normal == "null" ? "let it, and every page that was opened from a file or is in a sandbox" : "let it");
}

std::optional<std::string> OriginRules::refuse_host(std::string_view host, const ConnectionEnds& ends, bool page,
                                                    bool https) const {
  const std::string name = host_part(host);
  if (is_own_name(name, ends.own) || is_loopback(name)) return std::nullopt;
  if (std::find(allowed_hosts_.begin(), allowed_hosts_.end(), name) != allowed_hosts_.end()) return std::nullopt;
  // A hub that is there for other machines is reached by names and addresses that it can't know (aliases, forwarded
  // ports). An address can't be rebound, and a program that says which hub it wants isn't a page.
  if (for_others_ && (!page || is_address(name))) return std::nullopt;
  const std::string origin = normal_origin((tls_ || https ? "https://" : "http://") + std::string(host));
  return "this hub isn't known as '" + shown(host) + "'" + way_out(terminal::harmless(origin), "make it so");
}

}  // namespace netdumplings::net
