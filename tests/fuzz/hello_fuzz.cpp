// Reads any bytes as the first message of a kitchen and of an eater: they are refused with a reason, or they give a
// card that can be shown and has no secret in it.
#include "hub/access/hello.hpp"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "hub/eaters/eater_hello.hpp"
#include "hub/kitchens/kitchen_hello.hpp"
#include "require.hpp"

namespace {

using namespace netdumplings;
using fuzz::require;

void check(const Result<hub::Hello>& hello, const char* name_key) {
  if (!hello) return require(!hello.error().empty(), "a refusal says why");
  const auto card = nlohmann::json::parse(hello->card, nullptr, false);
  require(card.is_object(), "a card is a JSON object");
  require(card[name_key] == hello->name, "a card has the name in it");
  require(!card.contains("session"), "a session is nobody's business");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string message(data, data + size);
  check(hub::kitchen_hello(message), "kitchen_name");
  const auto eater = hub::eater_hello(message);
  check(eater ? Result<hub::Hello>(eater->introduction) : Result<hub::Hello>(Error{eater.error()}), "eater_name");
  return 0;
}
