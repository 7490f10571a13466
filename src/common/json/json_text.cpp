#include "common/json/json_text.hpp"

#include <algorithm>
#include <cstddef>
#include <netdumplings/json_text.hpp>

namespace netdumplings::json_text {

void append_string(std::string& out, std::string_view text) { append_json_string(out, text); }

void append_seconds(std::string& out, std::int64_t nanoseconds) { append_json_seconds(out, nanoseconds); }

void append_one_line(std::string& out, std::string_view json) {
  const std::size_t before = out.size();
  out += json;
  if (json.find('\n') == std::string_view::npos && json.find('\r') == std::string_view::npos) return;
  std::replace_if(
      out.begin() + static_cast<std::ptrdiff_t>(before), out.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
}

}  // namespace netdumplings::json_text
