// nd-hub's command line.
#pragma once

#include <variant>

#include "hub/hub.hpp"

namespace netdumplings::hub {

/// What the user wants, its log made; or the status to exit with, all said.
std::variant<HubOptions, int> parse_options(int argc, const char* const* argv);

}  // namespace netdumplings::hub
