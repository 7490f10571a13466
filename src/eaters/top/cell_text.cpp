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

// Returns whether a character is invisible or changes how others are shown: zero-width characters, marks of direction,
// Unicode's line ends, invisible operators, the byte order mark, tags.
bool hides_or_turns(char32_t point) {
  constexpr std::array<std::pair<char32_t, char32_t>, 7> ranges{{{0xAD, 0xAD},
                                                                 {0x61C, 0x61C},
                                                                 {0x200B, 0x200F},
                                                                 {0x2028, 0x202E},
                                                                 {0x2060, 0x206F},
                                                                 {0xFEFF, 0xFEFF},
                                                                 {0xE0000, 0xE0FFF}}};
  return std::any_of(ranges.begin(), ranges.end(),
                     [point](const auto& range) { return point >= range.first && point <= range.second; });
}

std::string escaped(char32_t point) {
  std::array<char, 16> text;
  const int length = std::snprintf(text.data(), text.size(), "\\u%04x", static_cast<unsigned>(point));
  return {text.data(), static_cast<std::size_t>(length)};
}

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

std::string shown(std::string_view text) {
  std::string out;
  const std::string harmless = terminal::harmless(text);
  each_character(harmless, [&out](const utf8::Character& character, std::string_view bytes) {
    out += hides_or_turns(character.point) ? escaped(character.point) : std::string(bytes);
    return true;
  });
  return out;
}

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
