// nd-top's life: what comes from the hub is drawn, what is pressed is done.
#pragma once

#include "eaters/command_lines.hpp"

namespace netdumplings::eaters::top {

/// Runs until the user or a signal ends it, or, when it may not come back, the hub. Returns the exit status; what is to
/// be said it has said by then, on a terminal that is as it was.
int run_top(const TopCommand& command);

}  // namespace netdumplings::eaters::top
