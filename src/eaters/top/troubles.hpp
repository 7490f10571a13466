// What is wrong, in words.
#pragma once

#include <vector>

#include "eaters/top/overview.hpp"

namespace netdumplings::eaters::top {

/// What is wrong with what is shown, the worst first.
std::vector<Trouble> troubles(const Overview& overview);

}  // namespace netdumplings::eaters::top
