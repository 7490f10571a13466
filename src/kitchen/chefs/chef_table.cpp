#include "kitchen/chefs/chef_table.hpp"

#include <netdumplings/version.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace netdumplings::kitchen {
namespace {

// Returns a copy of an entry of an array whose entries are `stride` bytes apart. What such an entry lacks is zero.
template <typename Entry>
Entry entry_at(const Entry* first, std::size_t index, std::size_t stride) {
  Entry entry{};
  const auto* bytes = static_cast<const std::uint8_t*>(static_cast<const void*>(first));
  std::memcpy(static_cast<void*>(&entry), bytes + index * stride, std::min(stride, sizeof(Entry)));
  return entry;
}

std::string built_with(const nd_chef_module& module) {
  return module.built_with != nullptr && *module.built_with != '\0' ? module.built_with : "nobody says what";
}

std::string wrong_major(const nd_chef_module& module) {
  const std::string theirs = std::to_string(module.major);
  const std::string ours = std::to_string(ND_CHEF_ABI_MAJOR);
  return "was built for version " + theirs + " of the chef ABI (with " + built_with(module) + "), and this nd-sniff (" +
         NETDUMPLINGS_VERSION + ") runs version " + ours + ": build it again with this version's headers" +
         (module.major > ND_CHEF_ABI_MAJOR ? ", or get a newer nd-sniff" : "");
}

// Returns what is wrong with the table itself, or "" if its chefs can be read.
std::string why_unreadable(const nd_chef_module& module) {
  if (module.magic != ND_CHEF_ABI_MAGIC) {
    return std::string("has a ") + NETDUMPLINGS_CHEF_MODULE_SYMBOL + " that is no table of chefs (wrong magic number)";
  }
  if (module.major != ND_CHEF_ABI_MAJOR) return wrong_major(module);
  if (module.chef_count > 0 && (module.chefs == nullptr || module.chef_stride < sizeof(const char*))) {
    return "says that it has chefs, and has no table of them";
  }
  return {};
}

Result<OfferedChef> read_chef(const nd_chef_module& module, std::size_t index) {
  OfferedChef chef;
  chef.table = entry_at(module.chefs, index, module.chef_stride);
  if (chef.table.name == nullptr || *chef.table.name == '\0') return Error{"has a chef without a name"};
  chef.name = chef.table.name;
  if (chef.table.create == nullptr) return Error{"has no create function for its chef " + chef.name};
  if (chef.table.help == nullptr) chef.table.help = "";
  if (chef.table.version == nullptr) chef.table.version = "";
  const std::size_t options = chef.table.options != nullptr ? chef.table.option_count : 0;
  for (std::size_t i = 0; i < options; ++i) {
    nd_chef_option option = entry_at(chef.table.options, i, module.option_stride);
    if (option.name == nullptr || option.type == nullptr || option.default_json == nullptr) {
      return Error{"has an option without a name, type or default in its chef " + chef.name};
    }
    if (option.help == nullptr) option.help = "";
    chef.options.push_back(option);
  }
  return chef;
}

}  // namespace

Result<std::vector<OfferedChef>> read_chef_table(const nd_chef_module& module) {
  if (const std::string why = why_unreadable(module); !why.empty()) return Error{why};
  std::vector<OfferedChef> chefs;
  for (std::size_t i = 0; i < module.chef_count; ++i) {
    auto chef = read_chef(module, i);
    if (!chef) return Error{chef.error()};
    chefs.push_back(std::move(chef).value());
  }
  std::sort(chefs.begin(), chefs.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  const auto same =
      std::adjacent_find(chefs.begin(), chefs.end(), [](const auto& a, const auto& b) { return a.name == b.name; });
  if (same != chefs.end()) return Error{"has two chefs of the name " + same->name};
  return chefs;
}

}  // namespace netdumplings::kitchen
