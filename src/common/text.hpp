// Small helpers for text.
#pragma once

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

}  // namespace netdumplings
