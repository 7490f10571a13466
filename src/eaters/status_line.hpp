// The line that nd-hubstatus rewrites.
#pragma once

#include <netdumplings/dumpling.hpp>

#include <string>

namespace netdumplings::eaters {

/// Returns the line for a status dumpling, like
/// `2018-01-20 14:44:52  uptime: 00:04:25  dumplings in: 107  out: 92  kitchens: 1  eaters: 1 `, with its figures in
/// bold if `colour`. A figure that the dumpling doesn't have is shown as `?`.
std::string status_line(const Dumpling& status, bool colour);

}  // namespace netdumplings::eaters
