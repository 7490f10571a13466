// Writes a tool's options as a list in Markdown.
#pragma once

#include <string>
#include <vector>

#include "common/cli/cli_help.hpp"

namespace netdumplings::manual {

std::string markdown(const std::vector<cli::OptionHelp>& options);

}  // namespace netdumplings::manual
