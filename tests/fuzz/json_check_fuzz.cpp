// json_text::check on any bytes: it takes what nlohmann/json takes, and what append_one_line makes of it is the same
// document in one line.
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "common/json/json_text.hpp"
#include "require.hpp"

namespace {

using netdumplings::fuzz::require;
using nlohmann::json;

bool is_deep(const std::string& why) { return why.starts_with("arrays and objects are too deep"); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const std::string why = netdumplings::json_text::check(text);
  // The library skips a byte order mark, which RFC 8259 forbids to send, and stops at a zero byte.
  if (is_deep(why) || text.starts_with("\xEF\xBB\xBF") || text.find('\0') != std::string::npos) return 0;
  require(why.empty() == json::accept(text), "the checker and the library agree");
  std::string line;
  netdumplings::json_text::append_string(line, text);
  require(netdumplings::json_text::check(line).empty(), "any text makes a JSON string");
  if (!why.empty()) return 0;
  line.clear();
  netdumplings::json_text::append_one_line(line, text);
  require(line.find_first_of("\r\n") == std::string::npos, "one line is one line");
  require(json::parse(line) == json::parse(text), "it is the same document");
  return 0;
}
