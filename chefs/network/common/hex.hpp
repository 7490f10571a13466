// Texts of bytes and bytes of texts. Hexadecimal digits are in lower case.
#pragma once

#include <netdumplings/layer.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace netdumplings::chefs::network {

/// Returns a text's bytes: a view of it.
inline Bytes bytes_of(std::string_view text) {
  return {static_cast<const std::uint8_t*>(static_cast<const void*>(text.data())), text.size()};
}

inline constexpr char hex_digits[] = "0123456789abcdef";

/// Appends a number as four digits.
inline void append_hex(std::string& out, std::uint16_t number) {
  const char digits[] = {hex_digits[number >> 12], hex_digits[number >> 8 & 15], hex_digits[number >> 4 & 15],
                         hex_digits[number & 15]};
  out.append(digits, sizeof digits);
}

/// Appends two digits for each byte.
inline void append_hex(std::string& out, Bytes bytes) {
  for (const std::uint8_t byte : bytes) {
    out += hex_digits[byte >> 4];
    out += hex_digits[byte & 15];
  }
}

}  // namespace netdumplings::chefs::network
