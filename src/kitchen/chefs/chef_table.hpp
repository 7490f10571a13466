// A module's table of chefs, read defensively: whichever minor version it is of, what it lacks is null.
#pragma once

#include <netdumplings/chef_abi.h>

#include <string>
#include <vector>

#include "common/result.hpp"

namespace netdumplings::kitchen {

/// One chef that a module offers. The strings and functions that the table points to live as long as the process: a
/// module is never unloaded.
struct OfferedChef {
  std::string name;
  nd_chef table{};  // whole, as this kitchen's header has it; `options` and `option_count` are in `options`
  std::vector<nd_chef_option> options;

  [[nodiscard]] bool assignable() const { return (table.flags & ND_CHEF_UNASSIGNABLE) == 0; }
};

/// The chefs of a module in the order of their names, or why it can't be used, without its path: "was built for ...".
Result<std::vector<OfferedChef>> read_chef_table(const nd_chef_module& module);

}  // namespace netdumplings::kitchen
