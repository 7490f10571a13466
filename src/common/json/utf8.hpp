// Reads UTF-8, one character at a time.
#pragma once

#include <cstddef>
#include <string_view>

namespace netdumplings::utf8 {

struct Character {
  char32_t point = 0;      // meaningless if !valid
  std::size_t length = 1;  // bytes; 1 if !valid, so that a reader can step over the bad byte
  bool valid = false;
};

/// Returns the first character of `text`, which must not be empty. Overlong forms, surrogates and points past U+10FFFF
/// aren't valid.
Character first(std::string_view text);

}  // namespace netdumplings::utf8
