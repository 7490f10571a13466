// The hub's own dumpling, which tells eaters its status.
#pragma once

#include <string>

#include "hub/status/census.hpp"

namespace netdumplings::hub {

/// Returns the dumpling as JSON. Each of the two lists ends after defaults::status_max_entries entries or half of
/// defaults::status_max_bytes, and each list of those that have gone after defaults::absent_max_bytes; the dumpling
/// says how many entries were left out. The counts are always exact.
std::string status_dumpling(const Census& census);

}  // namespace netdumplings::hub
