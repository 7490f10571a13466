// What an eater wants: which dumplings, and where in the log it starts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/result.hpp"
#include "hub/log/choice.hpp"

namespace netdumplings::hub {

/// Where an eater starts to read the log.
struct Start {
  enum class At {
    head,   // with the next dumpling that comes
    last,   // with the `last`-th newest dumpling that it wants
    since,  // with what came in the last `since` seconds
    after,  // at `position` of the log with the name `log`; in another log, at the oldest entry
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
  bool status = true;     // whether the eater gets the hub's own dumplings
  bool arrivals = false;  // whether it is told when the past arrived, if it speaks netdumplings.v1
};

/// Reads the subscription from `hello`, which must be a JSON object. The error names the key whose value is wrong.
Result<Subscription> read_subscription(std::string_view hello);

}  // namespace netdumplings::hub
