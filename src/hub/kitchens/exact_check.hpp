// The exact, slow check of a dumpling: for numbers that the fast check (kitchens/dumpling_check.hpp) can't hold, and
// for documents that are as deep as allowed.
#pragma once

#include <string_view>

#include "hub/log/dumpling_origin.hpp"

namespace netdumplings::hub {

enum class Verdict {
  dumpling,
  not_json,   // not one JSON document in UTF-8, deeper than defaults::max_json_depth, NaN, Infinity, a lone surrogate
  no_chef,    // not an object with `metadata` in which `chef` is a string
  long_name,  // the name of its chef or kitchen has more than defaults::longest_name bytes; only DumplingCheck says so
  hubs_own,   // its chef is the hub's own, and nobody else may use that name; only DumplingCheck says so
};

/// Checks `message`, in which integers may have any length, and sets `origin` to what was read of its origin. If a key
/// is there twice, the last one counts.
Verdict check_exactly(std::string_view message, OwnedDumplingOrigin& origin);

}  // namespace netdumplings::hub
