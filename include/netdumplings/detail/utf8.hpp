// Checks UTF-8. Text from the network may hold any bytes.
#pragma once

#include <netdumplings/layer.hpp>

#include <cstddef>
#include <cstdint>

namespace netdumplings {
inline namespace v1 {
namespace detail {

/// Returns how many bytes the UTF-8 character at offset `at` of `text` has, or 0 if there is none. `at` must be within
/// `text`.
inline std::size_t utf8_size(Bytes text, std::size_t at) {
  const std::uint8_t lead = text[at];
  if (lead < 0x80) return 1;
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((text[at + i] & 0xc0) != 0x80) return 0;
  }
  const std::uint8_t second = text[at + 1];
  const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  const bool beyond = (lead == 0xed && second > 0x9f) || (lead == 0xf4 && second > 0x8f);  // surrogates, past U+10FFFF
  return overlong || beyond ? 0 : size;
}

}  // namespace detail
}  // namespace v1
}  // namespace netdumplings
