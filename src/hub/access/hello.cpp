#include "hub/access/hello.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::hub {

using Card = nlohmann::ordered_json;

Result<void> read_card(std::string_view message, const char* name_key, std::size_t most_bytes, Card& card) {
  if (message.size() > most_bytes) return Error{"a hello has at most " + std::to_string(most_bytes) + " bytes"};
  bool too_deep = false;
  const auto watch_depth = [&too_deep](int depth, Card::parse_event_t, Card&) {
    too_deep = too_deep || depth > static_cast<int>(defaults::max_json_depth);
    return !too_deep;
  };
  card = Card::parse(message.begin(), message.end(), watch_depth, false);
  if (card.is_discarded() || too_deep) return Error{"the hello isn't JSON"};
  if (!card.is_object()) return Error{"the hello isn't a JSON object"};
  const auto name = card.find(name_key);
  if (name == card.end()) return Error{std::string("the hello has no '") + name_key + "'"};
  if (!name->is_string()) return Error{std::string("'") + name_key + "' in the hello isn't a string"};
  return {};
}

Hello hello_of(Card card, const char* name_key) {
  const auto given = card.find("session");
  std::string session = given != card.end() && given->is_string() ? given->get<std::string>() : std::string();
  card.erase("session");
  return Hello{card[name_key].get<std::string>(), card.dump(), std::move(session)};
}

}  // namespace netdumplings::hub
