// Writes manual pages: roff with the macros of man(7).
#pragma once

#include <string>
#include <vector>

#include "common/cli/cli_help.hpp"
#include "manual/page.hpp"

namespace netdumplings::manual {

/// Returns the manual page of a tool. The first paragraph of `page` says in one sentence what the tool is.
std::string roff(const std::vector<Block>& page, const std::vector<cli::OptionHelp>& options);

}  // namespace netdumplings::manual
