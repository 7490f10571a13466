// Which packets a kitchen sniffs.
#pragma once

#include <string>

#include "common/result.hpp"
#include "kitchen/chefs/chef_modules.hpp"
#include "kitchen/options.hpp"

namespace netdumplings::kitchen {

/// Returns the filter that the user gave, or else one that lets pass what any of the wanted chefs needs. `modules` are
/// loaded. The error names the chef whose filter doesn't compile for Ethernet.
Result<std::string> chosen_filter(const Options& options, const ChefModules& modules);

}  // namespace netdumplings::kitchen
