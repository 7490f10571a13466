#include <netdumplings/dumpling.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "common/defaults.hpp"
#include "common/protocol.hpp"

namespace netdumplings {
inline namespace v1 {
namespace {

using nlohmann::json;

// Returns whether `text` is so deep that functions which recurse over the document would exhaust the stack.
bool too_deep(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') in_string = !in_string;
    if (c == '\\') ++i;
    if (in_string) continue;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth > 0) --depth;
    if (depth > defaults::client_max_json_depth) return true;
  }
  return false;
}

[[noreturn]] void uninterpretable(const std::string& why) {
  throw InvalidDumpling("Could not interpret dumpling JSON: " + why);
}

// Returns nlohmann/json's message without the "[json.exception.parse_error.101] " at its beginning.
std::string why_of(const json::exception& error) {
  const std::string what = error.what();
  const std::size_t end = what.find("] ");
  return end == std::string::npos ? what : what.substr(end + 2);
}

json parse(std::string_view text) {
  if (too_deep(text)) {
    uninterpretable("nested deeper than " + std::to_string(defaults::client_max_json_depth) + " levels");
  }
  try {
    return json::parse(text);
  } catch (const json::exception& error) {
    uninterpretable(why_of(error));
  }
}

json& member(json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) throw InvalidDumpling(std::string("Dumpling JSON was missing key: '") + key + "'");
  return *found;
}

std::string text_member(json& object, const char* key) {
  json& value = member(object, key);
  if (!value.is_string()) uninterpretable(std::string("'") + key + "' is not a string");
  return std::move(value.get_ref<std::string&>());
}

DumplingDriver driver_of(json& metadata) {
  const json& driver = member(metadata, "driver");
  if (driver == protocol::driver_packet) return DumplingDriver::packet;
  if (driver == protocol::driver_interval) return DumplingDriver::interval;
  throw InvalidDumpling("Dumpling driver was not 'packet' or 'interval'");
}

// Returns whether JSON has a form for `value`. nlohmann/json would write something in any case.
bool can_be_written(const json& value) {
  if (value.is_number_float()) return std::isfinite(value.get<double>());
  if (value.is_binary() || value.is_discarded()) return false;
  return !value.is_structured() || std::all_of(value.begin(), value.end(), can_be_written);
}

}  // namespace

const char* to_string(DumplingDriver driver) {
  return driver == DumplingDriver::packet ? protocol::driver_packet : protocol::driver_interval;
}

double seconds_since_epoch() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Dumpling Dumpling::from_json(std::string_view text) {
  json document = parse(text);
  if (!document.is_object()) uninterpretable("it is not an object");
  json& metadata = member(document, "metadata");
  if (!metadata.is_object()) uninterpretable("'metadata' is not an object");

  Dumpling dumpling;
  dumpling.chef = text_member(metadata, "chef");
  if (!member(metadata, "kitchen").is_null()) dumpling.kitchen = text_member(metadata, "kitchen");
  const json& created = member(metadata, "creation_time");
  if (!created.is_number()) uninterpretable("'creation_time' is not a number");
  dumpling.creation_time = created.get<double>();
  dumpling.driver = driver_of(metadata);
  dumpling.payload = std::move(member(document, "payload"));
  dumpling.source = text;
  return dumpling;
}

std::string Dumpling::to_json() const {
  if (!can_be_written(payload) || !std::isfinite(creation_time)) {
    throw InvalidDumplingPayload("a dumpling of " + chef + " holds a value that JSON can't: not finite, or binary");
  }
  try {
    return R"({"metadata":{"chef":)" + json(chef).dump() + R"(,"kitchen":)" +
           (kitchen ? json(*kitchen) : json(nullptr)).dump() + R"(,"creation_time":)" + json(creation_time).dump() +
           R"(,"driver":")" + to_string(driver) + R"("},"payload":)" + payload.dump() + "}";
  } catch (const json::exception& error) {
    throw InvalidDumplingPayload(why_of(error));
  }
}

}  // namespace v1
}  // namespace netdumplings
