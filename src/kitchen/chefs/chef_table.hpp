// Reads a module's table of chefs, without trusting it. Fields that a table of another minor version lacks are null.
#pragma once

#include <netdumplings/chef_abi.h>

#include <string>
#include <vector>

#include "common/result.hpp"

namespace netdumplings::kitchen {

/// One chef that a module offers. The strings and functions that the table points to are valid until the process ends:
/// a module is never unloaded.
struct OfferedChef {
  std::string name;
  nd_chef table{};  // complete, for this kitchen's header; instead of its options use `options`
  std::vector<nd_chef_option> options;

  [[nodiscard]] bool assignable() const { return (table.flags & ND_CHEF_UNASSIGNABLE) == 0; }
};

/// Returns the chefs of a module in the order of their names. The error says why the module can't be used, and goes
/// after the module's path: "was built for ...".
Result<std::vector<OfferedChef>> read_chef_table(const nd_chef_module& module);

}  // namespace netdumplings::kitchen
