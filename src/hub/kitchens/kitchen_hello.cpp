#include "hub/kitchens/kitchen_hello.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

constexpr const char* kitchen_name_key = "kitchen_name";

}  // namespace

// Web pages go through the chefs of every card. A kitchen without `chefs`, or with something else there, gets an empty
// array: the original's hub takes such a kitchen too.
Result<Hello> kitchen_hello(std::string_view message) {
  nlohmann::ordered_json card;
  if (const auto read = read_card(message, kitchen_name_key, defaults::max_card, card); !read)
    return Error{read.error()};
  if (!card.contains("chefs") || !card["chefs"].is_array()) card["chefs"] = nlohmann::ordered_json::array();
  return hello_of(std::move(card), kitchen_name_key);
}

}  // namespace netdumplings::hub
