#include "eaters/top/cell_text.hpp"

#include <wchar.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <utility>

#include "common/json/utf8.hpp"
#include "common/os/terminal.hpp"

namespace netdumplings::eaters::top {
namespace {

// A character that the system doesn't know takes one cell.
int width_of(char32_t point) {
  const int cells = ::wcwidth(static_cast<wchar_t>(point));
  return cells < 0 ? 1 : cells;
}

// Calls `take(character, its bytes)` for each character until `take` returns false.
template <class Take>
void each_character(std::string_view text, Take take) {
  while (!text.empty()) {
    const utf8::Character character = utf8::first(text);
    if (!take(character, text.substr(0, character.length))) return;
    text.remove_prefix(character.length);
  }
}

}  // namespace

int width(std::string_view text) {
  int cells = 0;
  each_character(text, [&cells](const utf8::Character& character, std::string_view) {
    cells += width_of(character.point);
    return true;
  });
  return cells;
}

std::string cut(std::string_view text, int cells) {
  if (width(text) <= cells) return std::string(text);
  if (cells <= 0) return {};
  std::string out;
  int left = cells - 1;
  each_character(text, [&](const utf8::Character& character, std::string_view bytes) {
    left -= width_of(character.point);
    if (left >= 0) out += bytes;
    return left >= 0;
  });
  return out + '~';
}

std::string ascii(std::string_view text) {
  std::string out;
  each_character(text, [&out](const utf8::Character& character, std::string_view bytes) {
    if (character.point == U'─') {
      out += '-';
    } else if (character.point == U'▲') {
      out += '^';
    } else if (character.point == U'▼') {
      out += 'v';
    } else if (character.point < 0x80) {
      out += bytes;
    } else {
      out.append(static_cast<std::size_t>(width_of(character.point)), '?');
    }
    return true;
  });
  return out;
}

}  // namespace netdumplings::eaters::top
