// nd-hub's command line.
#pragma once

#include <functional>
#include <variant>

#include "hub/hub.hpp"

namespace CLI {
class App;
}

namespace netdumplings::hub {

/// What the user wants, its log made; or the status to exit with, all said.
std::variant<HubOptions, int> parse_options(int argc, const char* const* argv);

/// Shows the command line to who describes it (the manual).
void describe_options(const std::function<void(const CLI::App&)>& describe);

}  // namespace netdumplings::hub
