#include <netdumplings/eater_place.hpp>

#include <nlohmann/json.hpp>

namespace netdumplings {
inline namespace v1 {
namespace {

// A name of max_log bytes that are all escaped as \u00XX, two numbers and the keys; text() never makes more.
constexpr std::size_t longest_text = 2048;
static_assert(EaterPlace::max_log * 6 + 128 <= longest_text);

}  // namespace

std::string EaterPlace::text() const {
  const nlohmann::ordered_json json = {{"log", log}, {"position", position}, {"had", had}};
  return json.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
}

std::optional<EaterPlace> EaterPlace::parse(std::string_view text) {
  if (text.size() > longest_text) return std::nullopt;
  const auto json = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (!json.is_object() || json.size() != 3) return std::nullopt;
  const auto log = json.find("log");
  const auto position = json.find("position");
  const auto had = json.find("had");
  if (log == json.end() || position == json.end() || had == json.end()) return std::nullopt;
  if (!log->is_string() || !position->is_number_unsigned() || !had->is_number_unsigned()) return std::nullopt;
  EaterPlace place{log->get<std::string>(), position->get<std::uint64_t>(), had->get<std::uint64_t>()};
  if (place.log.size() > max_log) return std::nullopt;
  return place;
}

}  // namespace v1
}  // namespace netdumplings
