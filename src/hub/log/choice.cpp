#include "hub/log/choice.hpp"

#include <string_view>

namespace netdumplings::hub {
namespace {

bool in(const Choice::Names& names, std::string_view name) { return !names || names->contains(name); }

}  // namespace

bool Choice::takes(const DumplingOrigin& origin) const {
  if (kitchens && !origin.kitchen) return false;
  return in(chefs, origin.chef) && in(drivers, origin.driver) && in(kitchens, origin.kitchen.value_or(""));
}

}  // namespace netdumplings::hub
