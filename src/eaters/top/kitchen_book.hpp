// What is known about each kitchen, from the hub's status, the kitchen's dumplings and its ledger.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "eaters/top/rates.hpp"
#include "eaters/top/status_reader.hpp"

namespace netdumplings::eaters::top {

/// Times are as in Model.
class KitchenBook {
 public:
  /// Begins to watch: from now on a kitchen that sends nothing counts as silent. What happened before isn't known and
  /// doesn't count.
  void watch_from(double now) { watched_from_ = status_at_ = now; }
  /// Counts a dumpling of the kitchen.
  void heard(const std::string& kitchen, double now);
  /// Takes over what the kitchen's ledger says.
  void note(const std::string& kitchen, const KitchenLedger& ledger);
  /// Takes over what the hub's status says.
  void update(const HubStatus& status, double now);

  /// Returns the kitchens that are connected, then those that have left.
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

  void remember_those_that_left(const HubStatus& status, double now);
  void note_absences(const HubStatus& status, double now);
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
