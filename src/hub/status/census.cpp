#include "hub/status/census.hpp"

#include <algorithm>
#include <iterator>

#include "common/defaults.hpp"

namespace netdumplings::hub {

void add(ShardReport& all, ShardReport&& more) {
  all.eaters += more.eaters;
  all.present += more.present;
  all.gone += more.gone;
  all.stalled += more.stalled;
  std::vector<EaterReport> merged;
  std::merge(std::make_move_iterator(all.first.begin()), std::make_move_iterator(all.first.end()),
             std::make_move_iterator(more.first.begin()), std::make_move_iterator(more.first.end()),
             std::back_inserter(merged),
             [](const EaterReport& a, const EaterReport& b) { return a.number < b.number; });
  if (merged.size() > defaults::status_max_entries) merged.resize(defaults::status_max_entries);
  all.first = std::move(merged);
}

}  // namespace netdumplings::hub
