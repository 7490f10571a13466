// Small helpers for text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace netdumplings {

/// Returns the words in their order, with `separator` between each two.
inline std::string joined(const std::vector<std::string>& words, std::string_view separator = ", ") {
  std::string text;
  for (const auto& word : words) {
    if (&word != &words.front()) text += separator;
    text += word;
  }
  return text;
}

/// Returns the begin of `text`, which is UTF-8, with at most `bytes` bytes. Never ends inside of a character.
inline std::string_view text_that_fits(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  const auto is_inside_character = [text](std::size_t i) {
    return (static_cast<unsigned char>(text[i]) & 0xc0U) == 0x80U;
  };
  while (bytes > 0 && is_inside_character(bytes)) --bytes;
  return text.substr(0, bytes);
}

}  // namespace netdumplings
