// IpNetwork: a range of IP addresses with a common prefix, such as 10.0.0.0/8.
#pragma once

#include <netdumplings/layers/address.hpp>

#include <charconv>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

/// All addresses of one IP version that begin with the same bits. A plain value; it compares and sorts.
///
///   static const auto home = IpNetwork::parse("192.168.0.0/16").value();
///   if (home.contains(ip->source())) ...
class IpNetwork {
 public:
  /// Reads "10.0.0.0/8", "2001:db8::/32", or one address without a slash, which is a network of its own. Bits after the
  /// prefix may be set, and don't count. Returns nothing for any other text.
  static std::optional<IpNetwork> parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address) return std::nullopt;
    const unsigned longest = address->is_ipv6() ? 128 : 32;
    if (slash == std::string_view::npos) return IpNetwork(*address, longest);
    const std::string_view digits = text.substr(slash + 1);
    unsigned prefix = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    if (error != std::errc() || end != digits.data() + digits.size() || prefix > longest) return std::nullopt;
    return IpNetwork(*address, prefix);
  }

  /// The network of `address` whose first `prefix_length` bits are given; more than the address has count as all.
  IpNetwork(const IpAddress& address, unsigned prefix_length) {
    const Bytes bytes = address.bytes();
    const auto bits = static_cast<unsigned>(bytes.size() * 8);
    prefix_length_ = prefix_length < bits ? prefix_length : bits;
    std::array<std::uint8_t, 16> masked{};
    for (std::size_t i = 0; i < bytes.size(); ++i) masked[i] = bytes[i] & mask(i);
    if (address.is_ipv6()) {
      first_ = Ipv6Address(masked);
    } else if (!bytes.empty()) {
      first_ = Ipv4Address(masked);
    }
  }

  /// Returns whether the address is in the network. An address of the other IP version isn't, nor is no address.
  bool contains(const IpAddress& address) const {
    const Bytes bytes = address.bytes(), first = first_.bytes();
    if (bytes.size() != first.size() || bytes.empty()) return false;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if ((bytes[i] & mask(i)) != first[i]) return false;
    }
    return true;
  }

  /// Returns the network's first address.
  const IpAddress& address() const { return first_; }
  /// Returns how many bits its addresses have in common: at most 32, or 128 for IPv6.
  unsigned prefix_length() const { return prefix_length_; }
  /// Returns "10.0.0.0/8".
  std::string to_string() const { return first_.to_string() + '/' + std::to_string(prefix_length_); }
  auto operator<=>(const IpNetwork&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs

 private:
  /// Returns the bits of an address's byte that the prefix covers.
  std::uint8_t mask(std::size_t byte) const {
    if (prefix_length_ >= byte * 8 + 8) return 0xff;
    if (prefix_length_ <= byte * 8) return 0;
    return static_cast<std::uint8_t>(0xff00U >> (prefix_length_ - byte * 8));
  }

  IpAddress first_;
  unsigned prefix_length_ = 0;
};

}  // namespace v1
}  // namespace netdumplings
