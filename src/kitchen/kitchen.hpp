// nd-sniff from its options to its exit status: opens, drops rights, hires chefs, sniffs, delivers, and reports.
#pragma once

#include <string>

#include "common/log/logging.hpp"
#include "kitchen/options.hpp"

namespace netdumplings::kitchen {

/// To be called with one thread running. The exit status: 0 when all was well and everything delivered, else 1, with
/// the reason in the log. The log's file is opened when rights are dropped.
int run_kitchen(const Options& options, Logging& logging);

}  // namespace netdumplings::kitchen
