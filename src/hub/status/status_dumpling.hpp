// The hub's own dumpling: what is going on, to every eater, every few seconds.
#pragma once

#include <string>

#include "hub/status/census.hpp"

namespace netdumplings::hub {

/// The dumpling's JSON. The two lists are cut where they have defaults::status_max_entries entries or, each, half of
/// defaults::status_max_bytes; the counts stay exact, and what was left out is said.
std::string status_dumpling(const Census& census);

}  // namespace netdumplings::hub
