// Who was there and has gone: the kitchens, or the eaters, that an operator misses.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/defaults.hpp"
#include "hub/status/eater_ledger.hpp"
#include "hub/status/kitchen_ledger.hpp"

namespace netdumplings::hub {

/// How the last client of a name went. Times are in seconds since the epoch.
template <class Ledger>
struct Absence {
  std::string name;
  std::string host;
  double came_seconds = 0;  // when it said hello
  double seen_seconds = 0;  // when it was heard of last
  double went_seconds = 0;
  std::string why = {};  // how its connection ended, cut
  Ledger ledger = {};    // of its last connection
};

using KitchenAbsence = Absence<KitchenLedger>;
using EaterAbsence = Absence<EaterLedger>;

/// How much there is to miss of a client.
inline std::uint64_t worth(const KitchenLedger& ledger) { return ledger.taken; }
inline std::uint64_t worth(const EaterLedger& ledger) { return ledger.sent; }

/// Remembers, for defaults::remembered_clients, the names of which nobody is there any more: at most
/// defaults::most_remembered. If there are more, those that had the fewest dumplings are forgotten first, so that
/// strangers don't push out those that were at work. Used by one thread at a time.
template <class Ledger>
class Absences {
 public:
  using Gone = Absence<Ledger>;

  void came(const std::string& name) {
    ++present_[name];
    absent_.erase(name);
  }
  /// The client must have come() before.
  void went(Gone gone) {
    const auto present = present_.find(gone.name);
    if (--present->second > 0) return;
    present_.erase(present);
    absent_.insert_or_assign(gone.name, gone);
    if (absent_.size() > defaults::most_remembered) forget_least();
  }
  /// Whether a client with this name is there.
  [[nodiscard]] bool is_present(const std::string& name) const { return present_.contains(name); }

  /// Returns those who went, the last one first, and forgets those who went too long ago.
  std::vector<Gone> list(double now_seconds) {
    const double oldest = now_seconds - std::chrono::duration<double>(defaults::remembered_clients).count();
    std::erase_if(absent_, [oldest](const auto& entry) { return entry.second.went_seconds < oldest; });
    std::vector<Gone> all;
    for (const auto& [name, gone] : absent_) all.push_back(gone);
    std::sort(all.begin(), all.end(), [](const Gone& a, const Gone& b) { return a.went_seconds > b.went_seconds; });
    return all;
  }

 private:
  void forget_least() {
    const auto worth_less = [](const auto& a, const auto& b) {
      return std::pair(worth(a.second.ledger), a.second.went_seconds) <
             std::pair(worth(b.second.ledger), b.second.went_seconds);
    };
    absent_.erase(std::min_element(absent_.begin(), absent_.end(), worth_less));
  }

  std::map<std::string, std::size_t> present_;  // how many clients of each name are there
  std::map<std::string, Gone> absent_;
};

}  // namespace netdumplings::hub
