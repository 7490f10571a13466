// nd-print --input-file: recorded JSON lines printed as if a hub had sent them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "eaters/dumpling_printer.hpp"
#include "eaters/output.hpp"
#include "eaters/tool.hpp"

namespace netdumplings::eaters {

/// Prints the dumplings in `path` (`-`: standard input), at most `count` of them. Lines that are none are told on
/// standard error and skipped. Returns the tool's exit status.
int print_recorded(const std::string& path, const PrintOptions& print, const ToolOptions& tool,
                   std::optional<std::uint64_t> count, Output& output);

}  // namespace netdumplings::eaters
