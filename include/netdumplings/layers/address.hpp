// Addresses, and how a person writes them: "00:1b:44:11:3a:b7", "192.0.2.1", "2001:db8::1" (RFC 5952).
#pragma once

#include <netdumplings/layer.hpp>

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>

namespace netdumplings {
inline namespace v1 {

/// Hex, two digits a byte, colons between; any length, "" for none.
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

/// A fixed number of bytes as a value: compares, sorts and hashes by its bytes.
template <std::size_t Size>
struct AddressBytes {
  std::array<std::uint8_t, Size> bytes{};

  AddressBytes() = default;
  /// `from` has at least Size bytes.
  explicit AddressBytes(Bytes from) { std::copy_n(from.begin(), Size, bytes.begin()); }
  auto operator<=>(const AddressBytes&) const = default;
};

inline void append_decimal(std::string& text, std::uint8_t number) {
  if (number >= 100) text += static_cast<char>('0' + number / 100);
  if (number >= 10) text += static_cast<char>('0' + number / 10 % 10);
  text += static_cast<char>('0' + number % 10);
}

inline void append_hex_group(std::string& text, unsigned group) {
  static constexpr char digits[] = "0123456789abcdef";
  bool started = false;
  for (int shift = 12; shift >= 0; shift -= 4) {
    const unsigned digit = group >> shift & 15;
    started = started || digit != 0 || shift == 0;
    if (started) text += digits[digit];
  }
}

}  // namespace detail

/// An Ethernet address.
struct MacAddress : detail::AddressBytes<6> {
  using AddressBytes::AddressBytes;
  std::string to_string() const { return hardware_address_text(bytes); }
};

struct Ipv4Address : detail::AddressBytes<4> {
  using AddressBytes::AddressBytes;
  std::string to_string() const {
    std::string text;
    for (const std::uint8_t byte : bytes) {
      if (!text.empty()) text += '.';
      detail::append_decimal(text, byte);
    }
    return text;
  }
};

struct Ipv6Address : detail::AddressBytes<16> {
  using AddressBytes::AddressBytes;
  std::string to_string() const;

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

inline std::string Ipv6Address::to_string() const {
  if (is_mapped_ipv4()) return "::ffff:" + Ipv4Address(Bytes(bytes).subspan(12)).to_string();
  const Run zeros = longest_zero_run();
  std::string text;
  for (std::size_t i = 0; i < 8;) {
    if (i == zeros.begin) {
      text += "::";
      i += zeros.size;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    detail::append_hex_group(text, group(i++));
  }
  return text;
}

/// An Internet address of either version.
class IpAddress {
 public:
  IpAddress() = default;
  IpAddress(const Ipv4Address& address) : size_(4) { std::copy_n(address.bytes.begin(), 4, bytes_.begin()); }
  IpAddress(const Ipv6Address& address) : size_(16), bytes_(address.bytes) {}

  bool is_ipv6() const { return size_ == 16; }
  /// 4 or 16, as on the wire; none of one that was never set.
  Bytes bytes() const { return Bytes(bytes_).first(size_); }
  std::string to_string() const {
    if (size_ == 0) return "";
    return is_ipv6() ? Ipv6Address(bytes_).to_string() : Ipv4Address(bytes_).to_string();
  }
  auto operator<=>(const IpAddress&) const = default;

 private:
  std::size_t size_ = 0;
  std::array<std::uint8_t, 16> bytes_{};
};

}  // namespace v1
}  // namespace netdumplings
