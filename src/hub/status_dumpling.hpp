// The hub's own dumpling: what is going on, to every eater, every few seconds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "net/endpoint.hpp"

namespace netdumplings::hub {

/// A kitchen or an eater as the status shows it. The texts are another's.
struct Guest {
  std::string_view card;  // JSON
  const net::Endpoint* peer = nullptr;
};

struct StatusFigures {
  std::uint64_t dumplings_in = 0;
  std::uint64_t dumplings_out = 0;
  double uptime_seconds = 0;
  double now_seconds = 0;  // since the epoch
  std::size_t kitchens = 0;
  std::size_t eaters = 0;
};

/// Called with a function that takes the guests, one after the other, and says when it wants no more.
using Guests = std::function<void(const std::function<bool(const Guest&)>&)>;

/// The dumpling's JSON. The two lists are cut where they have defaults::status_max_entries entries or, together, as
/// many bytes as half of defaults::status_max_bytes each; the counts stay exact, and what was left out is said.
std::string status_dumpling(const StatusFigures& figures, const Guests& kitchens, const Guests& eaters);

}  // namespace netdumplings::hub
