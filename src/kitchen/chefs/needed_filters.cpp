#include <algorithm>

#include "kitchen/chefs/chef_modules.hpp"

namespace netdumplings::kitchen {

bool is_wanted(const OfferedChef& chef, const RequestedChefs& requested) {
  return chef.assignable() &&
         (!requested || std::find(requested->begin(), requested->end(), chef.name) != requested->end());
}

std::vector<NeededFilter> needed_filters(const ChefModules& modules, const RequestedChefs& requested,
                                         const std::string& by_default) {
  std::vector<NeededFilter> needed;
  for (const auto& module : modules.modules()) {
    for (const auto& chef : module.chefs) {
      if (!is_wanted(chef, requested)) continue;
      const std::string filter = chef.table.filter != nullptr ? chef.table.filter : by_default;
      const auto is_same = [&filter](const auto& other) { return other.filter == filter; };
      if (std::none_of(needed.begin(), needed.end(), is_same)) needed.push_back({chef.name, filter});
    }
  }
  return needed;
}

std::string joined_filter(const std::vector<NeededFilter>& needed) {
  if (needed.size() == 1) return needed.front().filter;
  std::string all;
  for (const auto& one : needed) {
    if (one.filter.empty()) return "";
    all += (all.empty() ? "(" : " or (") + one.filter + ")";
  }
  return all;
}

}  // namespace netdumplings::kitchen
