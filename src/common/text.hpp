// Small helpers for text.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace netdumplings {

/// Returns a capture filter as people are shown it: the empty one lets every packet pass.
inline std::string shown_filter(const std::string& filter) { return filter.empty() ? "<all packets>" : filter; }

/// Returns the words in their order, with `separator` between each two.
inline std::string joined(const std::vector<std::string>& words, std::string_view separator = ", ") {
  std::string text;
  for (const auto& word : words) {
    if (&word != &words.front()) text += separator;
    text += word;
  }
  return text;
}

/// Whether `text` is one or more decimal digits and nothing else.
inline bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
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
