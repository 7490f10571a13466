#include "hub/kitchens/kitchen_hello.hpp"

#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

constexpr const char* kitchen_name_key = "kitchen_name";

}  // namespace

// Web pages go through the chefs of every card. A kitchen without `chefs`, or with something else there, gets an empty
// array: the original's hub takes such a kitchen too.
Result<Hello> kitchen_hello(std::string_view message) {
  auto card = read_card(message, kitchen_name_key, defaults::max_card);
  if (!card) return Error{card.error()};
  auto* const chefs = find_value(*card, "chefs");
  if (chefs == nullptr) {
    card->push_back({"chefs", "[]"});
  } else if (!chefs->starts_with('[')) {
    *chefs = "[]";
  }
  return hello_of(std::move(*card), kitchen_name_key);
}

}  // namespace netdumplings::hub
