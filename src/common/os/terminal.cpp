#include "common/os/terminal.hpp"

#include <unistd.h>

#include <cstdlib>

#include "common/json/utf8.hpp"

namespace netdumplings::terminal {
namespace {

bool is_control(char32_t point) { return point < 0x20 || (point >= 0x7F && point < 0xA0); }

void append_escaped(std::string& out, const char* prefix, unsigned value) {
  constexpr const char* digits = "0123456789abcdef";
  out += prefix;
  out += digits[value >> 4U & 0xFU];
  out += digits[value & 0xFU];
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
      append_escaped(out, "\\x", static_cast<unsigned char>(text.front()));
    } else if (is_control(c.point)) {
      append_escaped(out, "\\u00", static_cast<unsigned>(c.point));
    } else {
      out.append(text.substr(0, c.length));
    }
    text.remove_prefix(c.length);
  }
  return out;
}

std::string harmless_json(std::string_view json) {
  constexpr auto c1_lead = static_cast<char>(0xC2);
  std::string out;
  out.reserve(json.size());
  for (std::size_t at = 0; at < json.size(); ++at) {
    const bool leads = json[at] == c1_lead && at + 1 < json.size();
    const auto point = static_cast<unsigned char>(leads ? json[at + 1] : json[at]);
    if (!(leads ? is_control(point) : point == 0x7F)) {
      out += json[at];
      continue;
    }
    append_escaped(out, "\\u00", point);
    if (leads) ++at;
  }
  return out;
}

}  // namespace netdumplings::terminal
