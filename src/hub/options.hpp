// nd-hub's command line.
#pragma once

#include <functional>
#include <variant>

#include "hub/hub_options.hpp"

namespace CLI {
class App;
}

namespace netdumplings::hub {

/// Returns the options that the user gave, without a log; or the status to exit with, when everything has been said.
std::variant<HubOptions, int> parse_options(int argc, const char* const* argv);

/// Calls `describe` with the command line, from which the manual page is made.
void describe_options(const std::function<void(const CLI::App&)>& describe);

}  // namespace netdumplings::hub
