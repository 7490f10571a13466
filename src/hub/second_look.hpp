// The slow way to judge a dumpling, for those with numbers that the fast way can't hold.
#pragma once

#include <string_view>

#include "hub/dumpling_check.hpp"

namespace netdumplings::hub {

/// As DumplingCheck, with integers of any length.
Verdict second_look(std::string_view message);

}  // namespace netdumplings::hub
