// nd-print --input-file: prints recorded JSON lines as if a hub had sent them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "eaters/dumpling_printer.hpp"
#include "eaters/output.hpp"
#include "eaters/tool.hpp"

namespace netdumplings::eaters {

/// Prints the dumplings that the file `path` (`-`: standard input) has and `print` chooses, at most `count` of them
/// (none: no limit). A line that isn't a dumpling is reported on standard error and skipped. Returns the tool's exit
/// status.
int print_recorded(const std::string& path, const PrintOptions& print, const ToolOptions& tool,
                   std::optional<std::uint64_t> count, Output& output);

}  // namespace netdumplings::eaters
