#include "eaters/top/payload_parts.hpp"

#include <algorithm>

#include "common/defaults.hpp"
#include "common/text.hpp"

namespace netdumplings::eaters::top {

using nlohmann::json;

const json& value_at(const json& object, const char* key) {
  static const json none;
  if (!object.is_object()) return none;
  const auto found = object.find(key);
  return found != object.end() ? *found : none;
}

Figure figure_at(const json& object, const char* key) {
  const json& value = value_at(object, key);
  return value.is_number() ? Figure(value.get<double>()) : std::nullopt;
}

std::string text_at(const json& object, const char* key, const char* otherwise) {
  const json& value = value_at(object, key);
  return value.is_string() ? short_name(value.get_ref<const std::string&>()) : otherwise;
}

const json& list_at(const json& object, const char* key) {
  static const json empty = json::array();
  const json& value = value_at(object, key);
  return value.is_array() ? value : empty;
}

std::size_t count_at(const json& object, const char* key) {
  return static_cast<std::size_t>(std::clamp(figure_at(object, key).value_or(0), 0.0, 1e15));
}

std::string end_text(const std::string& host, Figure port) {
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port && *port >= 0 && *port <= 65535 ? shown + ":" + std::to_string(static_cast<int>(*port)) : shown;
}

std::string short_name(std::string_view name) {
  const std::string_view shown = text_that_fits(name, defaults::top_longest_name);
  return std::string(shown) + (shown.size() < name.size() ? "..." : "");
}

}  // namespace netdumplings::eaters::top
