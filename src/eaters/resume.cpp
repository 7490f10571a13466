#include "eaters/resume.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace netdumplings::eaters {
namespace {

// The hub's own words are short. A longer message is a dumpling.
constexpr std::size_t longest_word = 1024;

std::optional<std::uint64_t> number(const nlohmann::json& word, const char* key) {
  const auto value = word.find(key);
  if (value == word.end() || !value->is_number_unsigned()) return std::nullopt;
  return value->get<std::uint64_t>();
}

}  // namespace

std::optional<EaterWire::Place> Resume::begin() {
  seen_ = 0;
  coming_back_ = true;
  return place_;
}

std::optional<EaterWire::Word> Resume::take_word(std::string_view message) {
  if (message.size() > longest_word || message.find("\"metadata\"") != std::string_view::npos) return std::nullopt;
  const auto word = nlohmann::json::parse(message.begin(), message.end(), nullptr, false);
  if (!word.is_object() || word.contains("metadata")) return std::nullopt;
  const auto log = word.find("log");
  const auto position = number(word, "position");
  if (log != word.end() && log->is_string() && position) moved_to({log->get<std::string>(), *position});
  const auto skipped = number(word, "skipped");
  if (!skipped) return Word{};
  had_ = seen_;  // the hub may have passed over what the eater had after the last place
  return Word{*skipped};
}

// After the place that it was asked for, a hub first sends again what the eater had after that place, then what is new.
// If it begins at any other place, everything counts as new.
void Resume::moved_to(Place place) {
  const bool as_asked = place_ && place_->log == place.log && place_->position == place.position;
  if (std::exchange(coming_back_, false) && !as_asked) {
    had_ = 0;
  } else {
    had_ -= seen_;
  }
  seen_ = 0;
  place_ = std::move(place);
}

bool Resume::had_already() {
  if (++seen_ <= had_) return true;
  had_ = seen_;
  return false;
}

}  // namespace netdumplings::eaters
