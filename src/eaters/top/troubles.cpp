#include "eaters/top/troubles.hpp"

#include <algorithm>
#include <string>

#include "common/defaults.hpp"
#include "eaters/top/figures.hpp"

namespace netdumplings::eaters::top {
namespace {

class TroubleList {
 public:
  void bad(const std::string& name, const std::string& what) { troubles_.push_back({true, name + ": " + what}); }
  void notice(const std::string& name, const std::string& what) { troubles_.push_back({false, name + ": " + what}); }

  void add(const KitchenRow& kitchen) {
    const std::string ago = age_text(kitchen.heard);
    if (kitchen.state == KitchenState::silent) bad(kitchen.name, "not heard of for " + ago + ", more than 3 pokes");
    if (kitchen.packets_dropped.value_or(0) > 0)
      bad(kitchen.name, count_text(kitchen.packets_dropped) + " packets dropped before a chef saw them");
    if (kitchen.dumplings_dropped.value_or(0) > 0)
      bad(kitchen.name, count_text(kitchen.dumplings_dropped) + " dumplings dropped");
    if (kitchen.state == KitchenState::left) add_left(kitchen.name, ago, kitchen.why);
    if (kitchen.invalid.value_or(0) > 0)
      notice(kitchen.name, count_text(kitchen.invalid) + " of its messages were no dumplings");
  }

  void add(const EaterRow& eater) {
    const std::string skipped = count_text(eater.skipped);
    if (eater.state == EaterState::skips) bad(eater.name, "too slow, skips dumplings: " + skipped + " so far");
    if (eater.state == EaterState::skipped) bad(eater.name, "was too slow: " + skipped + " dumplings skipped");
    if (eater.state == EaterState::left) return add_left(eater.name, age_text(eater.left), eater.why);
    if (eater.behind.value_or(0) > defaults::top_many_behind)
      notice(eater.name, "behind by " + count_text(eater.behind) + " dumplings");
  }

  std::vector<Trouble> take() {
    std::stable_sort(troubles_.begin(), troubles_.end(), [](const auto& a, const auto& b) { return a.bad && !b.bad; });
    return std::move(troubles_);
  }

 private:
  // One that said goodbye was ended by somebody; one that went without a word is missed.
  void add_left(const std::string& name, const std::string& ago, const std::string& why) {
    const std::string text = "has left, " + ago + " ago" + (why.empty() ? "" : ": " + why);
    why.empty() || why.starts_with("received ") ? notice(name, text) : bad(name, text);
  }

  std::vector<Trouble> troubles_;
};

}  // namespace

std::vector<Trouble> troubles(const Overview& overview) {
  TroubleList list;
  for (const KitchenRow& kitchen : overview.kitchens) list.add(kitchen);
  for (const std::string& name : overview.shared_names) list.bad(name, "kitchens of different hosts have this name");
  for (const ChefRow& chef : overview.chefs) {
    if (chef.retired) list.bad(chef.name, "failed so often that it was retired");
  }
  for (const EaterRow& eater : overview.eaters) list.add(eater);
  if (overview.names_left_out > 0)
    list.notice("chefs", "too many names; " + count_text(overview.names_left_out) + " dumplings are of others");
  return list.take();
}

}  // namespace netdumplings::eaters::top
