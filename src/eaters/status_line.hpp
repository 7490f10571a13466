// The line that nd-hubstatus rewrites.
#pragma once

#include <netdumplings/dumpling.hpp>

#include <string>

namespace netdumplings::eaters {

/// `2018-01-20 14:44:52  uptime: 00:04:25  dumplings in: 107  out: 92  kitchens: 1  eaters: 1 `, figures in bold when
/// `colour`. A figure that the hub doesn't tell is shown as `?`.
std::string status_line(const Dumpling& status, bool colour);

}  // namespace netdumplings::eaters
