// The proxies that may say which client they speak for.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/result.hpp"
#include "net/loop/endpoint.hpp"

namespace netdumplings::net {

/// Addresses that begin with the same bits. IPv4 addresses are those of ::ffff:0:0/96.
struct AddressBlock {
  std::array<unsigned char, 16> address{};
  unsigned bits = 128;  // of `address`, from its front
};

/// Reads `ADDRESS/BITS`, or `ADDRESS` for one alone. The error says what is wrong.
Result<AddressBlock> parse_address_block(const std::string& text);

/// Used from any thread.
class TrustedProxies {
 public:
  TrustedProxies() = default;
  explicit TrustedProxies(std::vector<AddressBlock> blocks) : blocks_(std::move(blocks)) {}

  [[nodiscard]] bool empty() const { return blocks_.empty(); }
  /// Returns whether a proxy at this address is trusted.
  [[nodiscard]] bool trust(const std::string& address) const;

  /// Returns the client of a request that came from `peer`. `forwarded_for` is the request's X-Forwarded-For, in which
  /// each proxy wrote the address of its own peer at the end. It is read from there, as far as what wrote it is
  /// trusted: what a stranger wrote means nothing. A client whose port isn't known has that of `peer`.
  [[nodiscard]] Endpoint client_of(const Endpoint& peer, std::string_view forwarded_for) const;

 private:
  std::vector<AddressBlock> blocks_;
};

}  // namespace netdumplings::net
