#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "common/defaults.hpp"
#include "common/os/terminal.hpp"
#include "common/text.hpp"
#include "kitchen/chefs/chef_modules.hpp"
#include "kitchen/chefs/chef_path.hpp"

namespace netdumplings::kitchen {
namespace {

// Scripts know a chef's name by its indentation of two, so what is said about a chef is indented further.
constexpr std::string_view below_chef = "    ";

std::string shown(std::string_view text) { return terminal::shown(text, defaults::longest_shown_help); }

// Returns for example "most (number from 1 to 1000, default 100): senders that are remembered".
std::string described(const nd_chef_option& option) {
  std::string text = shown(option.name) + " (" + shown(option.type);
  if (option.min != 0 || option.max != 0) text += fmt::format(" from {} to {}", option.min, option.max);
  text += ", default " + shown(option.default_json) + ")";
  if (*option.help != '\0') text += ": " + shown(option.help);
  return text;
}

void append_details(std::string& text, const OfferedChef& chef) {
  const auto add_line = [&text](const std::string& line) { text.append(below_chef).append(line).append("\n"); };
  if (*chef.table.help != '\0') add_line(shown(chef.table.help));
  if (*chef.table.version != '\0') add_line("version " + shown(chef.table.version));
  if (chef.table.filter != nullptr) add_line("filter " + shown(shown_filter(chef.table.filter)));
  for (const auto& option : chef.options) add_line("option " + described(option));
}

}  // namespace

std::string chef_listing(const ChefModules& modules, bool for_people) {
  std::vector<const ChefModule*> sorted;
  for (const auto& module : modules.modules()) sorted.push_back(&module);
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->name < b->name; });

  std::string text = "\n";
  for (const auto* module : sorted) {
    text += module->name + "\n";
    if (!module->error.empty()) text += "  error importing module: " + module->error + "\n";
    const bool has_details = for_people || module->name != bundled_chefs;
    for (const auto& chef : module->chefs) {
      text += "  " + shown(chef.name) + "\n";
      if (has_details) append_details(text, chef);
    }
    text += "\n";
  }
  return text;
}

}  // namespace netdumplings::kitchen
