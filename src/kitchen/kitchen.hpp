// Runs nd-sniff, from its options to its exit status: opens the captures, drops rights, hires chefs, sniffs, delivers,
// and reports.
#pragma once

#include <string>

#include "common/log/logging.hpp"
#include "common/os/inherited_descriptors.hpp"
#include "kitchen/options.hpp"

namespace netdumplings::kitchen {

/// Returns the exit status: 0 if nothing failed and everything was delivered, 2 for a wrong option, else 1, with the
/// reason in the log. Call it while the process has one thread. The log's file is opened after rights are dropped.
/// `inherited` is closed before a chef's code runs.
int run_kitchen(const Options& options, Logging& logging, const InheritedDescriptors& inherited);

}  // namespace netdumplings::kitchen
