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

void Resume::begin(bool v1) {
  v1_ = v1;
  seen_ = 0;
  coming_back_ = true;
}

std::optional<Resume::Word> Resume::take_word(std::string_view message) {
  if (!v1_) return std::nullopt;
  if (message.size() > longest_word || message.find("\"metadata\"") != std::string_view::npos) return std::nullopt;
  const auto json = nlohmann::json::parse(message.begin(), message.end(), nullptr, false);
  if (!json.is_object() || json.contains("metadata")) return std::nullopt;
  Word word;
  const auto log = json.find("log");
  const auto position = number(json, "position");
  if (log != json.end() && log->is_string() && position) word.gap = moved_to({log->get<std::string>(), *position});
  word.found = number(json, "found");
  const auto skipped = json.find("skipped");
  if (skipped == json.end()) return word;
  word.skipped = number(json, "skipped");
  if (word.skipped == 0 || (!word.skipped && !skipped->is_null())) return word;
  word.gap = Word::Gap::skipped;
  if (place_) place_->had = seen_;  // the hub may have passed over what the eater had after the last place
  return word;
}

// After the place that it was asked for, a hub first sends again what the eater had after that place, then what is new.
// If it begins at any other place, everything counts as new.
Resume::Word::Gap Resume::moved_to(EaterPlace place) {
  const bool begins = std::exchange(coming_back_, false);
  const std::optional<EaterPlace> asked = std::exchange(place_, std::nullopt);
  const std::uint64_t seen = std::exchange(seen_, 0);
  const bool other_log = asked && asked->log != place.log;
  const bool as_asked = asked && !other_log && asked->position == place.position;
  if (asked && (as_asked || !begins)) place.had = asked->had - seen;
  if (place.log.size() <= EaterPlace::max_log) place_ = std::move(place);
  return other_log && !asked->log.empty() ? Word::Gap::other_log : Word::Gap::none;
}

bool Resume::had_already() {
  if (!v1_ || !place_) return false;
  if (++seen_ <= place_->had) return true;
  place_->had = seen_;
  return false;
}

}  // namespace netdumplings::eaters
