// MAC and IP addresses as values, and their usual text: "00:1b:44:11:3a:b7", "192.0.2.1", "2001:db8::1" (RFC 5952).
// They can be keys of unordered containers: their std::hash has a random key, so that nobody can foresee it.
#pragma once

#include <netdumplings/detail/address_parser.hpp>
#include <netdumplings/layer.hpp>
#include <netdumplings/random_hash.hpp>

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

/// Returns the bytes as lower-case hex, two digits a byte, with colons between them. Takes any number of bytes; no
/// bytes give "".
inline std::string hardware_address_text(Bytes address) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(address.size() * 3);
  for (const std::uint8_t byte : address) {
    if (!text.empty()) text += ':';
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

namespace detail {

/// A fixed number of bytes as a value. It compares and sorts by its bytes.
template <std::size_t Size>
struct AddressBytes {
  std::array<std::uint8_t, Size> bytes{};

  AddressBytes() = default;
  /// Copies the first Size bytes of `from`, which must have that many; nothing checks that.
  explicit AddressBytes(Bytes from) { std::copy_n(from.begin(), Size, bytes.begin()); }
  auto operator<=>(const AddressBytes&) const = default;
};

/// Room for the text of any IP address: as much as "::ffff:255.255.255.255" or eight groups take.
inline constexpr std::size_t longest_address = 39;

// The following write text to `at`, which has room for it, and return where it ends.

inline char* write_decimal(char* at, std::uint8_t number) {
  if (number >= 100) *at++ = static_cast<char>('0' + number / 100);
  if (number >= 10) *at++ = static_cast<char>('0' + number / 10 % 10);
  *at++ = static_cast<char>('0' + number % 10);
  return at;
}

inline char* write_hex_group(char* at, unsigned group) {
  static constexpr char digits[] = "0123456789abcdef";
  bool started = false;
  for (int shift = 12; shift >= 0; shift -= 4) {
    const unsigned digit = group >> shift & 15;
    started = started || digit != 0 || shift == 0;
    if (started) *at++ = digits[digit];
  }
  return at;
}

}  // namespace detail

/// An Ethernet address: six bytes in `bytes`, in the order of the wire. A plain value; all zero by default.
/// MacAddress(view) copies the first six bytes of a view, which must have that many; nothing checks that.
struct MacAddress : detail::AddressBytes<6> {
  using AddressBytes::AddressBytes;
  /// Returns "00:1b:44:11:3a:b7".
  std::string to_string() const { return hardware_address_text(bytes); }
  /// Reads "00:1b:44:11:3a:b7" or "00-1B-44-11-3A-B7". Returns nothing for any other text.
  static std::optional<MacAddress> parse(std::string_view text) {
    const auto bytes = detail::parse_mac(text);
    return bytes ? std::optional(MacAddress(*bytes)) : std::nullopt;
  }
};

/// An IPv4 address: four bytes in `bytes`, in the order of the wire. A plain value; 0.0.0.0 by default.
/// Ipv4Address(view) copies the first four bytes of a view, which must have that many; nothing checks that.
struct Ipv4Address : detail::AddressBytes<4> {
  using AddressBytes::AddressBytes;
  /// Returns "192.0.2.1".
  std::string to_string() const {
    char text[detail::longest_address];
    return {text, write(text)};
  }
  /// Writes the same text to `at`, which has room for 15 characters. Returns where it ends.
  char* write(char* at) const {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (i > 0) *at++ = '.';
      at = detail::write_decimal(at, bytes[i]);
    }
    return at;
  }
  /// Reads "192.0.2.1": four decimal numbers without zeros in front. Returns nothing for any other text.
  static std::optional<Ipv4Address> parse(std::string_view text) {
    const auto bytes = detail::parse_ipv4(text);
    return bytes ? std::optional(Ipv4Address(*bytes)) : std::nullopt;
  }
};

/// An IPv6 address: 16 bytes in `bytes`, in the order of the wire. A plain value; "::" by default.
/// Ipv6Address(view) copies the first 16 bytes of a view, which must have that many; nothing checks that.
struct Ipv6Address : detail::AddressBytes<16> {
  using AddressBytes::AddressBytes;
  /// Returns the text that RFC 5952 recommends: "2001:db8::1", and "::ffff:192.0.2.1" for a mapped IPv4 address.
  std::string to_string() const {
    char text[detail::longest_address];
    return {text, write(text)};
  }
  /// Writes the same text to `at`, which has room for 39 characters. Returns where it ends.
  char* write(char* at) const;
  /// Reads any form of RFC 4291, section 2.2. Returns nothing for any other text, as one with a zone ("fe80::1%eth0").
  static std::optional<Ipv6Address> parse(std::string_view text) {
    const auto bytes = detail::parse_ipv6(text);
    return bytes ? std::optional(Ipv6Address(*bytes)) : std::nullopt;
  }

 private:
  unsigned group(std::size_t index) const { return unsigned{bytes[index * 2]} << 8 | bytes[index * 2 + 1]; }
  bool is_mapped_ipv4() const {
    return std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; }) && group(5) == 0xffff;
  }
  struct Run {
    std::size_t begin = 8;
    std::size_t size = 1;  // a single zero group is not worth a "::" (RFC 5952, 4.2.2)
  };
  Run longest_zero_run() const {
    Run best;
    for (std::size_t i = 0; i < 8; ++i) {
      std::size_t end = i;
      while (end < 8 && group(end) == 0) ++end;
      if (end - i > best.size) best = {i, end - i};
      if (end > i) i = end;
    }
    return best;
  }
};

inline char* Ipv6Address::write(char* at) const {
  if (is_mapped_ipv4()) {
    constexpr std::string_view prefix = "::ffff:";
    return Ipv4Address(Bytes(bytes).subspan(12)).write(std::copy(prefix.begin(), prefix.end(), at));
  }
  const Run zeros = longest_zero_run();
  bool needs_colon = false;
  for (std::size_t i = 0; i < 8;) {
    if (i == zeros.begin) {
      *at++ = ':';
      *at++ = ':';
      i += zeros.size;
      needs_colon = false;
      continue;
    }
    if (needs_colon) *at++ = ':';
    at = detail::write_hex_group(at, group(i++));
    needs_colon = true;
  }
  return at;
}

/// An IPv4 or IPv6 address, or none. A plain value. It compares and sorts; IPv4 comes before IPv6.
class IpAddress {
 public:
  /// Makes no address: bytes() is empty and to_string() is "".
  IpAddress() = default;
  /// Copies an address of either version.
  // NOLINTBEGIN(google-explicit-constructor): either is an IP address
  IpAddress(const Ipv4Address& address) : size_(4) { std::copy_n(address.bytes.begin(), 4, bytes_.begin()); }
  IpAddress(const Ipv6Address& address) : size_(16), bytes_(address.bytes) {}
  // NOLINTEND(google-explicit-constructor)

  /// Returns whether this is an IPv6 address.
  bool is_ipv6() const { return size_ == 16; }
  /// Returns a view of the address's 4 or 16 bytes, in the order of the wire. It is valid as long as this object.
  Bytes bytes() const { return Bytes(bytes_).first(size_); }
  /// Returns the address as Ipv4Address or Ipv6Address write it.
  std::string to_string() const {
    char text[detail::longest_address];
    return {text, write(text)};
  }
  /// Writes the same text to `at`, which has room for 39 characters. Returns where it ends.
  char* write(char* at) const {
    if (size_ == 0) return at;
    return is_ipv6() ? Ipv6Address(bytes_).write(at) : Ipv4Address(bytes_).write(at);
  }
  /// Reads an address of either version. Returns nothing for any other text, also for "".
  static std::optional<IpAddress> parse(std::string_view text) {
    if (const auto ipv4 = Ipv4Address::parse(text)) return IpAddress(*ipv4);
    if (const auto ipv6 = Ipv6Address::parse(text)) return IpAddress(*ipv6);
    return std::nullopt;
  }
  auto operator<=>(const IpAddress&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 errs

 private:
  std::size_t size_ = 0;
  std::array<std::uint8_t, 16> bytes_{};
};

namespace detail {

inline std::size_t hash_of(Bytes bytes) {
  return RandomHash{}(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings

template <>
struct std::hash<netdumplings::MacAddress> {
  std::size_t operator()(const netdumplings::MacAddress& key) const { return netdumplings::detail::hash_of(key.bytes); }
};
template <>
struct std::hash<netdumplings::Ipv4Address> {
  std::size_t operator()(const netdumplings::Ipv4Address& key) const {
    return netdumplings::detail::hash_of(key.bytes);
  }
};
template <>
struct std::hash<netdumplings::Ipv6Address> {
  std::size_t operator()(const netdumplings::Ipv6Address& key) const {
    return netdumplings::detail::hash_of(key.bytes);
  }
};
template <>
struct std::hash<netdumplings::IpAddress> {
  std::size_t operator()(const netdumplings::IpAddress& key) const {
    return netdumplings::detail::hash_of(key.bytes());
  }
};
