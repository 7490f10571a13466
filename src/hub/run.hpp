// Runs nd-hub, from its options to its exit status.
#pragma once

#include "common/log/logging.hpp"
#include "hub/hub_options.hpp"

namespace netdumplings::hub {

/// Runs a hub until a signal ends it: SIGINT and SIGTERM, a second one at once; SIGHUP if the terminal is gone. Any
/// other SIGHUP reopens the log file and rereads what there is. Returns the exit status. `options.log` is one of
/// `logging`.
int run_hub(const HubOptions& options, Logging& logging);

}  // namespace netdumplings::hub
