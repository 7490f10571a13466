#include "eaters/top/troubles.hpp"

#include <algorithm>
#include <string>

#include "eaters/top/figures.hpp"

namespace netdumplings::eaters::top {
namespace {

constexpr double many_behind = 10000;

class Teller {
 public:
  void bad(const std::string& who, const std::string& what) { told_.push_back({true, who + ": " + what}); }
  void notice(const std::string& who, const std::string& what) { told_.push_back({false, who + ": " + what}); }

  void tell(const KitchenRow& kitchen) {
    const std::string ago = age_text(kitchen.heard);
    if (kitchen.state == KitchenState::silent) bad(kitchen.name, "not heard of for " + ago + ", more than 3 pokes");
    if (kitchen.packets_dropped.value_or(0) > 0)
      bad(kitchen.name, count_text(kitchen.packets_dropped) + " packets dropped before a chef saw them");
    if (kitchen.dumplings_dropped.value_or(0) > 0)
      bad(kitchen.name, count_text(kitchen.dumplings_dropped) + " dumplings dropped");
    if (kitchen.state == KitchenState::left) notice(kitchen.name, "has left, " + ago + " ago");
    if (kitchen.invalid.value_or(0) > 0)
      notice(kitchen.name, count_text(kitchen.invalid) + " of its messages were no dumplings");
  }

  void tell(const EaterRow& eater) {
    const std::string skipped = count_text(eater.skipped);
    if (eater.state == EaterState::skips) bad(eater.name, "too slow, skips dumplings: " + skipped + " so far");
    if (eater.state == EaterState::skipped) bad(eater.name, "was too slow: " + skipped + " dumplings skipped");
    if (eater.behind.value_or(0) > many_behind)
      notice(eater.name, "behind by " + count_text(eater.behind) + " dumplings");
  }

  std::vector<Trouble> take() {
    std::stable_sort(told_.begin(), told_.end(), [](const auto& a, const auto& b) { return a.bad && !b.bad; });
    return std::move(told_);
  }

 private:
  std::vector<Trouble> told_;
};

}  // namespace

std::vector<Trouble> troubles(const Overview& overview) {
  Teller teller;
  for (const KitchenRow& kitchen : overview.kitchens) teller.tell(kitchen);
  for (const ChefRow& chef : overview.chefs) {
    if (chef.retired) teller.bad(chef.name, "failed so often that it was retired");
  }
  for (const EaterRow& eater : overview.eaters) teller.tell(eater);
  if (overview.names_left_out > 0)
    teller.notice("chefs", "too many names; " + count_text(overview.names_left_out) + " dumplings are of others");
  return teller.take();
}

}  // namespace netdumplings::eaters::top
