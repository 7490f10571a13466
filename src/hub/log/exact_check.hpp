// The slow way to judge a dumpling, for those with numbers that the fast way can't hold, and those as deep as may be.
#pragma once

#include <string_view>

#include "hub/kitchens/dumpling_check.hpp"

namespace netdumplings::hub {

/// As DumplingCheck, with integers of any length. `by` is overwritten in any case.
Verdict check_exactly(std::string_view message, OwnedDumplingOrigin& by);

}  // namespace netdumplings::hub
