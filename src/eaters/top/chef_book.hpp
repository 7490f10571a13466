// What is known about each chef, from its dumplings and from its kitchens' ledgers.
#pragma once

#include <netdumplings/dumpling.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "eaters/top/rates.hpp"
#include "eaters/top/status_reader.hpp"

namespace netdumplings::eaters::top {

/// Times are as in Model. It keeps at most most_chefs chefs; of all others together it counts the dumplings.
class ChefBook {
 public:
  static constexpr std::size_t most_chefs = 1000;
  static constexpr std::size_t most_kitchens = 64;  // of one chef

  /// Counts a dumpling of the chef.
  void count(const std::string& chef, const std::string& kitchen, double now);
  /// Takes over what a kitchen's ledger says about its chefs.
  void note(const std::string& kitchen, const KitchenLedger& ledger);

  /// Returns a row for each chef that is known or that the card of a connected kitchen names. With `from_ledgers`, the
  /// figures of a chef without dumplings come from the ledgers of its kitchens.
  [[nodiscard]] std::vector<ChefRow> rows(const std::vector<KitchenEntry>& kitchens, bool from_ledgers,
                                          double now) const;
  /// Returns the number of dumplings of chefs that there was no room for.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  struct Told {
    CounterRate rate;
    Figure made = {};
    bool retired = false;
  };
  struct Chef {
    RateMeter meter = {};
    std::uint64_t seen = 0;
    double heard = 0;
    std::set<std::string> kitchens = {};
    std::map<std::string, Told> told = {};  // by kitchen
  };

  Chef* find_or_add(const std::string& name);
  static ChefRow row(const std::string& name, const Chef& chef, bool from_ledgers, double now);

  std::map<std::string, Chef> chefs_;
  std::size_t left_out_ = 0;
};

}  // namespace netdumplings::eaters::top
