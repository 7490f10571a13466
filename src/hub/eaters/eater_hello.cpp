#include "hub/eaters/eater_hello.hpp"

#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

constexpr const char* eater_name_key = "eater_name";

}  // namespace

Result<EaterHello> eater_hello(std::string_view message) {
  auto card = read_card(message, eater_name_key, defaults::max_hello);
  if (!card) return Error{card.error()};
  auto subscription = read_subscription(message);
  if (!subscription) return Error{subscription.error()};
  return EaterHello{hello_of(std::move(*card), eater_name_key), std::move(*subscription)};
}

}  // namespace netdumplings::hub
