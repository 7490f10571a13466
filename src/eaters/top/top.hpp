// nd-top: draws what comes from the hub, and does what the keys say.
#pragma once

#include "eaters/command_lines.hpp"

namespace netdumplings::eaters::top {

/// Runs until the user or a signal ends it, or, if it doesn't reconnect, until the hub is lost. Gives the terminal back
/// as it was, then reports what went wrong on standard error. Returns the exit status.
int run_top(const TopCommand& command);

}  // namespace netdumplings::eaters::top
