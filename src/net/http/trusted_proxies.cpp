#include "net/http/trusted_proxies.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

namespace netdumplings::net {
namespace {

using Bytes = std::array<unsigned char, 16>;

constexpr unsigned bits_before_ipv4 = 96;
constexpr Bytes ipv4_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_ipv4(const Bytes& address) {
  return std::equal(address.begin(), address.begin() + bits_before_ipv4 / 8, ipv4_prefix.begin());
}

// The zone of an address is left out.
std::optional<Bytes> bytes_of(const std::string& text) {
  Bytes address = ipv4_prefix;
  if (inet_pton(AF_INET, text.c_str(), address.data() + bits_before_ipv4 / 8) == 1) return address;
  if (inet_pton(AF_INET6, text.substr(0, text.find('%')).c_str(), address.data()) == 1) return address;
  return std::nullopt;
}

std::string text_of(const Bytes& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const bool four = is_ipv4(address);
  inet_ntop(four ? AF_INET : AF_INET6, address.data() + (four ? bits_before_ipv4 / 8 : 0), text.data(), text.size());
  return text.data();
}

bool has(const AddressBlock& block, const Bytes& address) {
  const std::size_t whole = block.bits / 8;
  const unsigned rest = block.bits % 8;
  if (!std::equal(address.begin(), address.begin() + whole, block.address.begin())) return false;
  return rest == 0 || (address[whole] ^ block.address[whole]) >> (8 - rest) == 0;
}

// `ADDRESS`, `IPV4:PORT`, `[IPV6]` or `[IPV6]:PORT`; anything else is nobody.
std::optional<Endpoint> client_named_in(std::string_view entry, std::uint16_t default_port) {
  const auto first = entry.find_first_not_of(" \t");
  if (first == entry.npos) return std::nullopt;
  const std::string text(entry.substr(first, entry.find_last_not_of(" \t") + 1 - first));
  if (const auto address = bytes_of(text)) return Endpoint{text_of(*address), default_port};
  const auto endpoint = parse_endpoint(text, default_port);
  const auto address = endpoint ? bytes_of(endpoint->host) : std::nullopt;
  return address ? std::optional(Endpoint{text_of(*address), endpoint->port}) : std::nullopt;
}

}  // namespace

Result<AddressBlock> parse_address_block(const std::string& text) {
  const auto slash = text.find('/');
  const auto address = bytes_of(text.substr(0, slash));
  const Error wrong{"'" + text + "' is not an address, or ADDRESS/BITS like 192.0.2.0/24"};
  if (!address || text.find('%') != text.npos) return wrong;
  AddressBlock block{*address};
  if (slash == text.npos) return block;
  const unsigned before = text.find(':') == text.npos ? bits_before_ipv4 : 0;
  unsigned bits = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + slash + 1, end, bits);
  if (read.ec != std::errc() || read.ptr != end || bits > 128 - before) return wrong;
  block.bits = before + bits;
  return block;
}

bool TrustedProxies::trust(const std::string& address) const {
  if (blocks_.empty()) return false;
  const auto bytes = bytes_of(address);
  return bytes && std::any_of(blocks_.begin(), blocks_.end(), [&](const auto& block) { return has(block, *bytes); });
}

Endpoint TrustedProxies::client_of(const Endpoint& peer, std::string_view forwarded_for) const {
  Endpoint client = peer;
  while (!forwarded_for.empty() && trust(client.host)) {
    const auto comma = forwarded_for.rfind(',');
    const auto entry = comma == forwarded_for.npos ? forwarded_for : forwarded_for.substr(comma + 1);
    const auto next = client_named_in(entry, peer.port);
    if (!next) break;
    client = *next;
    forwarded_for = forwarded_for.substr(0, comma == forwarded_for.npos ? 0 : comma);
  }
  return client;
}

}  // namespace netdumplings::net
