// Reads IP and MAC addresses from text. For address.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// Returns the value of a hex digit, or 16.
constexpr unsigned hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return 16;
}

/// Reads a number from the front of `text` and removes it: of `base`, of at most `most` digits. Decimal numbers have no
/// zeros in front, as inet_pton() has it, since some programs take those for octal.
constexpr std::optional<unsigned> take_number(std::string_view& text, unsigned base, std::size_t most) {
  unsigned value = 0;
  std::size_t digits = 0;
  while (digits < most && digits < text.size() && hex_digit(text[digits]) < base) {
    value = value * base + hex_digit(text[digits++]);
  }
  if (digits == 0 || (base == 10 && digits > 1 && text[0] == '0')) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

constexpr bool take(std::string_view& text, char c) {
  if (text.empty() || text[0] != c) return false;
  text.remove_prefix(1);
  return true;
}

constexpr std::optional<std::array<std::uint8_t, 4>> parse_ipv4(std::string_view text) {
  std::array<std::uint8_t, 4> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0 && !take(text, '.')) return std::nullopt;
    const auto number = take_number(text, 10, 3);
    if (!number || *number > 255) return std::nullopt;
    bytes[i] = static_cast<std::uint8_t>(*number);
  }
  if (!text.empty()) return std::nullopt;
  return bytes;
}

/// The bytes of an IPv6 address up to its "::", and those after it.
struct Ipv6Parts {
  std::array<std::uint8_t, 16> bytes{};
  std::size_t size = 0;
  std::size_t gap = no_gap;  // where the "::" was

  static constexpr std::size_t no_gap = 17;

  constexpr void add(std::uint8_t byte) { bytes[size++] = byte; }

  /// Reads the next group, or the IPv4 address that may be at the end. Returns false if there is neither.
  constexpr bool take_group(std::string_view& text) {
    if (size <= 12 && text.find('.') != std::string_view::npos && text.find(':') == std::string_view::npos) {
      const auto ipv4 = parse_ipv4(text);
      text = {};
      if (!ipv4) return false;
      for (const std::uint8_t byte : *ipv4) add(byte);
      return true;
    }
    const auto number = take_number(text, 16, 4);
    if (!number) return false;
    add(static_cast<std::uint8_t>(*number >> 8));
    add(static_cast<std::uint8_t>(*number & 255));
    return true;
  }
};

constexpr std::optional<std::array<std::uint8_t, 16>> parse_ipv6(std::string_view text) {
  Ipv6Parts read;
  if (text.starts_with("::")) {
    text.remove_prefix(2);
    read.gap = 0;
  }
  while (!text.empty()) {
    if (read.size == 16 || !read.take_group(text)) return std::nullopt;
    if (text.empty()) break;
    if (!take(text, ':') || text.empty()) return std::nullopt;
    if (take(text, ':')) {
      if (read.gap != Ipv6Parts::no_gap) return std::nullopt;
      read.gap = read.size;
    }
  }
  const bool has_gap = read.gap != Ipv6Parts::no_gap;
  if ((read.size == 16) == has_gap) return std::nullopt;
  std::array<std::uint8_t, 16> bytes{};
  const std::size_t before = has_gap ? read.gap : 16;
  for (std::size_t i = 0; i < before; ++i) bytes[i] = read.bytes[i];
  for (std::size_t i = read.size; i > before; --i) bytes[16 - (read.size - i) - 1] = read.bytes[i - 1];
  return bytes;
}

constexpr std::optional<std::array<std::uint8_t, 6>> parse_mac(std::string_view text) {
  if (text.size() != 17 || (text[2] != ':' && text[2] != '-')) return std::nullopt;
  const char between = text[2];
  std::array<std::uint8_t, 6> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0 && !take(text, between)) return std::nullopt;
    const auto number = text.size() >= 2 && hex_digit(text[1]) < 16 ? take_number(text, 16, 2) : std::nullopt;
    if (!number) return std::nullopt;
    bytes[i] = static_cast<std::uint8_t>(*number);
  }
  return bytes;
}

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
