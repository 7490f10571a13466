#include "hub/access/hello.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

using Card = nlohmann::ordered_json;  // keys keep the order in which they were said

// Why `message`, of `most` bytes at the most, isn't a card that names itself under `name_key`; else empty, and `card`
// is it.
std::string read_card(std::string_view message, const char* name_key, std::size_t most, Card& card) {
  if (message.size() > most) return "a hello has at most " + std::to_string(most) + " bytes";
  bool too_deep = false;
  const auto watch_depth = [&too_deep](int depth, Card::parse_event_t, Card&) {
    too_deep = too_deep || depth > static_cast<int>(defaults::max_json_depth);
    return !too_deep;
  };
  card = Card::parse(message.begin(), message.end(), watch_depth, false);
  if (card.is_discarded() || too_deep) return "the hello isn't JSON";
  if (!card.is_object()) return "the hello isn't a JSON object";
  const auto name = card.find(name_key);
  if (name == card.end()) return std::string("the hello has no '") + name_key + "'";
  if (!name->is_string()) return std::string("'") + name_key + "' in the hello isn't a string";
  return {};
}

Hello finish(Card& card, const char* name_key) {
  const auto said = card.find("session");
  std::string session = said != card.end() && said->is_string() ? said->get<std::string>() : std::string();
  card.erase("session");
  return Hello{card[name_key].get<std::string>(), card.dump(), std::move(session)};
}

}  // namespace

// Pages run through the chefs of every card. A kitchen without any, or with something else there, is shown with none:
// it may cook all the same, and a hub of the original lets it.
Result<Hello> kitchen_hello(std::string_view message) {
  Card card;
  if (const std::string why = read_card(message, "kitchen_name", defaults::max_card, card); !why.empty())
    return Error{why};
  if (!card.contains("chefs") || !card["chefs"].is_array()) card["chefs"] = Card::array();
  return finish(card, "kitchen_name");
}

Result<EaterHello> eater_hello(std::string_view message) {
  Card card;
  if (const std::string why = read_card(message, "eater_name", defaults::max_hello, card); !why.empty())
    return Error{why};
  auto subscription = read_subscription(message);
  if (!subscription) return Error{subscription.error()};
  return EaterHello{finish(card, "eater_name"), std::move(*subscription)};
}

}  // namespace netdumplings::hub
