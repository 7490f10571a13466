#include "common/os/terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "common/json/utf8.hpp"
#include "common/text.hpp"

namespace netdumplings::terminal {
namespace {

bool is_control(char32_t point) { return point < 0x20 || (point >= 0x7F && point < 0xA0); }

// Whether a character is invisible or changes how others are shown: zero-width characters, marks of direction,
// Unicode's line ends, invisible operators, the byte order mark, tags.
bool hides_or_turns(char32_t point) {
  constexpr std::array<std::pair<char32_t, char32_t>, 7> ranges{{{0xAD, 0xAD},
                                                                 {0x61C, 0x61C},
                                                                 {0x200B, 0x200F},
                                                                 {0x2028, 0x202E},
                                                                 {0x2060, 0x206F},
                                                                 {0xFEFF, 0xFEFF},
                                                                 {0xE0000, 0xE0FFF}}};
  return point >= 0xAD && std::any_of(ranges.begin(), ranges.end(), [point](const auto& range) {
           return point >= range.first && point <= range.second;
         });
}

bool is_harmful(char32_t point) { return is_control(point) || hides_or_turns(point); }

void append_hexadecimal(std::string& out, std::uint32_t value, int digits) {
  constexpr const char* all = "0123456789abcdef";
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out += all[value >> static_cast<unsigned>(shift) & 0xFU];
}

void append_unit(std::string& out, std::uint32_t unit) {
  out += "\\u";
  append_hexadecimal(out, unit, 4);
}

// As JSON has it, where a character past U+FFFF has two units.
void append_escaped(std::string& out, char32_t point) {
  if (point < 0x10000) return append_unit(out, point);
  append_unit(out, 0xD800 + ((point - 0x10000) >> 10U));
  append_unit(out, 0xDC00 + ((point - 0x10000) & 0x3FFU));
}

}  // namespace

bool is_output() { return isatty(STDOUT_FILENO) == 1; }

bool wants_colour() {
  const char* no_color = std::getenv("NO_COLOR");
  return (no_color == nullptr || *no_color == '\0') && is_output();
}

std::string bold(std::string_view text, bool colour) {
  if (!colour) return std::string(text);
  return "\x1b[1m" + std::string(text) + "\x1b[0m";
}

std::string harmless(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const utf8::Character c = utf8::first(text);
    if (!c.valid) {
      out += "\\x";
      append_hexadecimal(out, static_cast<unsigned char>(text.front()), 2);
    } else if (is_harmful(c.point)) {
      append_escaped(out, c.point);
    } else {
      out.append(text.substr(0, c.length));
    }
    text.remove_prefix(c.length);
  }
  return out;
}

std::string shown(std::string_view text, std::size_t bytes) {
  const std::string begin = harmless(text_that_fits(text, bytes));  // a long text costs no more than this
  const std::string_view fits = text_that_fits(begin, bytes);
  const bool all = fits.size() == begin.size() && text.size() <= bytes;
  return std::string(fits) + (all ? "" : "...");
}

std::string harmless_json(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    const utf8::Character c = utf8::first(json);
    if (c.valid && c.point != '\n' && c.point != '\t' && c.point != '\r' && is_harmful(c.point)) {
      append_escaped(out, c.point);
    } else {
      out.append(json.substr(0, c.length));
    }
    json.remove_prefix(c.length);
  }
  return out;
}

}  // namespace netdumplings::terminal
