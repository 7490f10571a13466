// Manual pages as man(1) shows them: roff with the macros of man(7).
#pragma once

#include <string>
#include <vector>

#include "common/cli/cli_help.hpp"
#include "manual/page.hpp"

namespace netdumplings::manual {

/// The manual page of a tool. The page's first paragraph says in a sentence what it is.
std::string roff(const std::vector<Block>& page, const std::vector<cli::OptionHelp>& options);

}  // namespace netdumplings::manual
