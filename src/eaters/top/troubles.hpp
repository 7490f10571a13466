// What is wrong, in words for the screen.
#pragma once

#include <vector>

#include "eaters/top/overview.hpp"

namespace netdumplings::eaters::top {

/// Returns what is wrong in the overview, the worst first.
std::vector<Trouble> troubles(const Overview& overview);

}  // namespace netdumplings::eaters::top
