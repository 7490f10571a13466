// What an eater wants of the log: which dumplings, and from where on.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "common/result.hpp"
#include "hub/log/dumpling_origin.hpp"

namespace netdumplings::hub {

/// A dumpling is wanted that is in each of the lists that there are.
struct Choice {
  using Names = std::optional<std::set<std::string, std::less<>>>;
  Names chefs;
  Names kitchens;  // a dumpling without a kitchen is in no list
  Names drivers;

  [[nodiscard]] bool everything() const { return !chefs && !kitchens && !drivers; }
  [[nodiscard]] bool takes(const DumplingOrigin& by) const;
};

/// Where an eater's reading begins.
struct Start {
  enum class At {
    head,   // what comes from now on
    last,   // the `last`-th newest that is wanted
    since,  // what came in the `since` last seconds
    after,  // where it was in the log that is called `log`; in another, at the beginning
  };
  At at = At::head;
  std::uint64_t last = 0;
  double since = 0;
  std::string log = {};
  std::uint64_t position = 0;
};

struct Subscription {
  Choice choice;
  Start start;
  bool status = true;  // whether it gets the hub's own dumplings
};

/// Reads `hello`, a JSON object. The error says which key holds what it can't.
Result<Subscription> read_subscription(std::string_view hello);

}  // namespace netdumplings::hub
