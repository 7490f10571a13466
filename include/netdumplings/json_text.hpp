// Writes pieces of JSON text, for chefs that hand over finished text (Payload::json_text, emit_json_text) because
// building a document for each dumpling would be too slow.
#pragma once

#include <netdumplings/detail/utf8.hpp>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>

namespace netdumplings {
inline namespace v1 {

namespace detail {

inline bool is_plain_in_json(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

/// Returns how many of the eight bytes at `bytes` come before the first that isn't plain in JSON.
inline std::size_t plain_in_json_of_eight(const char* bytes) {
  std::uint64_t word = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&word, bytes, sizeof word);
  } else {
    for (int i = 7; i >= 0; --i) word = word << 8 | static_cast<unsigned char>(bytes[i]);
  }
  constexpr std::uint64_t ones = 0x0101010101010101;
  const std::uint64_t control = word - ones * 0x20;
  const std::uint64_t quote = (word ^ ones * '"') - ones;
  const std::uint64_t backslash = (word ^ ones * '\\') - ones;
  // Bytes after the first special one may be judged wrongly, which doesn't matter.
  return static_cast<std::size_t>(std::countr_zero((word | control | quote | backslash) & ones * 0x80)) / 8;
}

/// Returns how many bytes at the front of `text` are plain in JSON: ASCII that a string has as it is.
inline std::size_t plain_in_json(std::string_view text) {
  std::size_t size = 0;
  while (text.size() - size >= 8) {
    const std::size_t plain = plain_in_json_of_eight(text.data() + size);
    size += plain;
    if (plain < 8) return size;
  }
  while (size < text.size() && is_plain_in_json(text[size])) ++size;
  return size;
}

inline void append_json_escape(std::string& out, char c) {
  static constexpr char digits[] = "0123456789abcdef";
  static constexpr std::string_view short_forms = "\"\"\\\\\bb\ff\nn\rr\tt";  // pairs: the character, its letter
  for (std::size_t i = 0; i < short_forms.size(); i += 2) {
    if (short_forms[i] != c) continue;
    out += '\\';
    out += short_forms[i + 1];
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  out += "\\u00";
  out += digits[byte >> 4];
  out += digits[byte & 15];
}

}  // namespace detail

/// Appends `text` to `out` as a JSON string, with quotes around it. Each byte that isn't UTF-8 becomes U+FFFD.
inline void append_json_string(std::string& out, std::string_view text) {
  const Bytes bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  out += '"';
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t plain = detail::plain_in_json(text.substr(i));
    out.append(text, i, plain);
    i += plain;
    if (i == text.size()) break;
    const std::size_t size = detail::utf8_size(bytes, i);
    if (size > 1) {
      out.append(text, i, size);
    } else if (size == 1) {
      detail::append_json_escape(out, text[i]);
    } else {
      out += "\xEF\xBF\xBD";
    }
    i += std::max<std::size_t>(size, 1);
  }
  out += '"';
}

/// Appends a whole number to `out`.
inline void append_json_number(std::string& out, std::uint64_t number) {
  char text[20];
  out.append(text, std::to_chars(std::begin(text), std::end(text), number).ptr);
}

/// Appends a time to `out` as a JSON number of seconds. Takes nanoseconds since 1970-01-01 00:00 UTC:
/// 1516459331040829000 becomes 1516459331.040829. Writes the shortest text that reads back as the same double, always
/// with a fraction.
inline void append_json_seconds(std::string& out, std::int64_t nanoseconds) {
  // Seconds are exact as a double, and the fraction nearly so; all nanoseconds since 1970 in one double are not.
  constexpr std::int64_t second = 1'000'000'000;
  const std::int64_t whole = nanoseconds / second;
  const double seconds = static_cast<double>(whole) + static_cast<double>(nanoseconds % second) / double{second};
  char text[64];
  char* const end = std::to_chars(std::begin(text), std::end(text), seconds, std::chars_format::fixed).ptr;
  out.append(text, end);
  if (std::find(text, end, '.') == end) out += ".0";
}

}  // namespace v1
}  // namespace netdumplings
