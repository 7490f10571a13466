// What is known of each kitchen: from the hub's status, its dumplings and its own ledger.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "eaters/top/rates.hpp"
#include "eaters/top/status_reader.hpp"

namespace netdumplings::eaters::top {

/// A kitchen is silent when it wasn't heard of for so many pokes.
inline constexpr double silent_pokes = 3;

class KitchenBook {
 public:
  static constexpr std::size_t most_names = 1000;
  static constexpr double remembered_seconds = 900;  // after it left

  /// From now on all that comes is seen: who says nothing is silent. What was before doesn't count against anybody.
  void watch_from(double now) { watched_from_ = status_at_ = now; }
  void heard(const std::string& kitchen, double now);
  void note(const std::string& kitchen, const KitchenLedger& ledger);
  void update(const HubStatus& status, double now);

  /// Those that are connected, then those that left.
  [[nodiscard]] std::vector<KitchenRow> rows(double now) const;
  [[nodiscard]] const std::vector<KitchenEntry>& connected() const { return connected_; }

 private:
  struct Heard {
    double at = 0;
    RateMeter meter = {};
  };
  struct Gone {
    KitchenRow row;
    double at = 0;
  };

  void remember_who_left(const HubStatus& status, double now);
  [[nodiscard]] KitchenRow row(const KitchenEntry& kitchen, double now) const;
  [[nodiscard]] Figure silence(const KitchenEntry& kitchen, double now) const;
  void add_ledger(KitchenRow& row) const;

  std::vector<KitchenEntry> connected_;
  double status_time_ = 0;  // by the hub's clock
  double status_at_ = 0;
  double watched_from_ = 0;
  std::map<std::string, CounterRate> received_;  // by name and address
  std::map<std::string, Heard> heard_;           // by name
  std::map<std::string, KitchenLedger> ledgers_;
  std::map<std::string, Gone> gone_;
};

}  // namespace netdumplings::eaters::top
