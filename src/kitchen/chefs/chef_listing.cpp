#include <algorithm>

#include "kitchen/chefs/chef_modules.hpp"

namespace netdumplings::kitchen {

std::string chef_listing(const ChefModules& modules) {
  std::vector<const ChefModule*> sorted;
  for (const auto& module : modules.modules()) sorted.push_back(&module);
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->name < b->name; });

  std::string text = "\n";
  for (const auto* module : sorted) {
    text += module->name + "\n";
    if (!module->error.empty()) text += "  error importing module: " + module->error + "\n";
    for (const auto& chef : module->chefs) text += "  " + chef.name + "\n";
    text += "\n";
  }
  return text;
}

}  // namespace netdumplings::kitchen
