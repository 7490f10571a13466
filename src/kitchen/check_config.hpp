// nd-sniff --check-config: whether a kitchen could do what its options say, without doing it.
#pragma once

#include <string>
#include <vector>

#include "kitchen/options.hpp"

namespace netdumplings::kitchen {

// Each returns a line for each fault.

/// Returns what the hub can't be reached with: its address, the token, the TLS files. Call it before dropping rights.
std::vector<std::string> hub_faults(const Options& options);

/// Returns why there would be no packets: no such interface or file, or a filter that doesn't compile for Ethernet.
/// Call it with the rights that captures are opened with. Opens no capture, as that would change an interface.
std::vector<std::string> packet_faults(const Options& options);

/// Returns what could not be written: the log file, the spool, or the output. Call it after dropping rights. Writes
/// nothing.
std::vector<std::string> delivery_faults(const Options& options);

}  // namespace netdumplings::kitchen
