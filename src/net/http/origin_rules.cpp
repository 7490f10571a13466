#include "net/http/origin_rules.hpp"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "common/os/terminal.hpp"
#include "net/loop/endpoint.hpp"

namespace netdumplings::net {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return out;
}

// The host of `host[:port]`, without an IPv6 address's brackets and a name's last dot.
std::string host_part(std::string_view authority) {
  if (authority.starts_with('['))
    return lower(authority.substr(1, std::min(authority.find(']'), authority.size()) - 1));
  std::string_view host = authority.substr(0, authority.find(':'));
  if (host.ends_with('.')) host.remove_suffix(1);
  return lower(host);
}

// The host of `scheme://host[:port]`; empty for what is no such thing.
std::string origin_host(std::string_view origin) {
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string() : host_part(origin.substr(scheme + 3));
}

// Some browsers call a page that was opened from a file `file://`, others `null`.
std::string normal_origin(std::string_view origin) { return origin == "file://" ? "null" : lower(origin); }

}  // namespace

bool is_wildcard(std::string_view address) { return address == "0.0.0.0" || address == "::"; }

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

OriginRules::OriginRules(std::string_view address, const std::vector<std::string>& allowed, bool tls)
    : address_(lower(address)), scheme_(tls ? "https://" : "http://") {
  for (const std::string& origin : allowed) {
    allowed_.push_back(
        normal_origin(origin.ends_with('/') && origin != "file://" ? origin.substr(0, origin.size() - 1) : origin));
    if (std::string host = origin_host(allowed_.back()); !host.empty()) allowed_hosts_.push_back(std::move(host));
  }
}

bool OriginRules::is_ours(std::string_view host, std::string_view own_address) const {
  return is_loopback(host) || host == address_ || host == own_address ||
         (is_wildcard(address_) && host == machine_name());
}

std::optional<std::string> OriginRules::refuse_origin(std::string_view origin, std::string_view own_address) const {
  const std::string normal = normal_origin(origin);
  if (std::find(allowed_.begin(), allowed_.end(), normal) != allowed_.end()) return std::nullopt;
  const std::string host = origin_host(normal);
  if (!host.empty() && is_ours(host, own_address)) return std::nullopt;
  const std::string shown = terminal::harmless(origin);
  return "a page of origin '" + shown + "' may not read this hub; nd-hub --allow-origin " + shown + " would let it";
}

std::optional<std::string> OriginRules::refuse_host(std::string_view host, std::string_view own_address,
                                                    bool page) const {
  const std::string name = host_part(host);
  if (is_ours(name, own_address)) return std::nullopt;
  if (std::find(allowed_hosts_.begin(), allowed_hosts_.end(), name) != allowed_hosts_.end()) return std::nullopt;
  // A hub that is there for other machines is reached by names and addresses that it can't know (aliases, forwarded
  // ports). An address can't be rebound, and a program that says which hub it wants isn't a page.
  const bool for_others = !is_loopback(address_);
  if (for_others && (!page || is_address(name))) return std::nullopt;
  const std::string shown = terminal::harmless(name);
  return "this hub isn't known as '" + shown + "'; nd-hub --allow-origin " + scheme_ + shown + " would make it so";
}

}  // namespace netdumplings::net
