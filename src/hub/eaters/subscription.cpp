#include "hub/eaters/subscription.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "common/protocol.hpp"

namespace netdumplings::hub {
namespace {

using nlohmann::json;

Error wrong(const char* key, const char* what) { return {std::string("'") + key + "' in the hello isn't " + what}; }

Result<Choice::Names> names(const json& hello, const char* key) {
  const auto list = hello.find(key);
  if (list == hello.end()) return Choice::Names();
  Choice::Names::value_type found;
  if (!list->is_array()) return wrong(key, "a list of strings");
  for (const json& name : *list) {
    if (!name.is_string()) return wrong(key, "a list of strings");
    found.insert(name.get<std::string>());
  }
  return Choice::Names(std::move(found));
}

Result<Choice> read_choice(const json& hello) {
  const auto chefs = names(hello, "chefs");
  if (!chefs) return Error{chefs.error()};
  const auto kitchens = names(hello, "kitchens");
  if (!kitchens) return Error{kitchens.error()};
  const auto drivers = names(hello, "drivers");
  if (!drivers) return Error{drivers.error()};
  return Choice{*chefs, *kitchens, *drivers};
}

Result<Start> read_after(const json& after) {
  const char* const what = R"({"log": a string, "position": a count})";
  if (!after.is_object()) return wrong("after", what);
  const auto log = after.find("log");
  const auto position = after.find("position");
  if (log == after.end() || !log->is_string()) return wrong("after", what);
  if (position == after.end() || !position->is_number_unsigned()) return wrong("after", what);
  return Start{Start::At::after, 0, 0, log->get<std::string>(), position->get<std::uint64_t>()};
}

Result<Start> read_start(const json& hello) {
  const auto last = hello.find("last");
  const auto since = hello.find("since");
  if (last != hello.end() && !last->is_number_unsigned()) return wrong("last", "a count");
  if (since != hello.end() && (!since->is_number() || !(since->get<double>() >= 0))) return wrong("since", "seconds");
  if (const auto after = hello.find("after"); after != hello.end()) return read_after(*after);
  if (last != hello.end()) return Start{Start::At::last, last->get<std::uint64_t>()};
  if (since != hello.end()) return Start{Start::At::since, 0, since->get<double>()};
  return Start{};
}

// The hub's own dumpling is chosen like any other. An eater that names its chef gets it, whatever the other lists say.
bool wants_status(const Choice& choice) {
  if (choice.chefs && choice.chefs->contains(protocol::status_chef)) return true;
  return choice.takes({protocol::status_chef, std::nullopt, protocol::driver_interval});
}

}  // namespace

Result<Subscription> read_subscription(std::string_view hello) {
  const json object = json::parse(hello);
  Subscription subscription;
  auto choice = read_choice(object);
  if (!choice) return Error{choice.error()};
  auto start = read_start(object);
  if (!start) return Error{start.error()};
  subscription.choice = std::move(*choice);
  subscription.start = std::move(*start);
  const auto status = object.find("status");
  if (status != object.end() && !status->is_boolean()) return wrong("status", "true or false");
  const auto arrivals = object.find("arrivals");
  if (arrivals != object.end() && !arrivals->is_boolean()) return wrong("arrivals", "true or false");
  subscription.status = status != object.end() ? status->get<bool>() : wants_status(subscription.choice);
  subscription.arrivals = arrivals != object.end() && arrivals->get<bool>();
  return subscription;
}

}  // namespace netdumplings::hub
