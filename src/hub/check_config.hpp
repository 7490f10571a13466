// nd-hub --check-config: what a hub with these options would do, without doing it.
#pragma once

#include "hub/hub_options.hpp"

namespace netdumplings::hub {

/// Prints what a hub would do to standard output and what is wrong to standard error. Returns the exit status: 0 if
/// such a hub could start, else 2. Reads the files that the options name, but doesn't open the log, and listens on
/// other ports for a moment only, so that a hub that runs with these options isn't disturbed.
int check_config(const HubOptions& options);

}  // namespace netdumplings::hub
