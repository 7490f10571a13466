// What is known of each chef: from the dumplings that came, and from what its kitchens count.
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

/// Bounded: of names that come when it is full it knows only how many dumplings they had.
class ChefBook {
 public:
  static constexpr std::size_t most_chefs = 1000;
  static constexpr std::size_t most_kitchens = 64;  // of one chef

  void count(const std::string& chef, const std::string& kitchen, double now);
  void note(const std::string& kitchen, const KitchenLedger& ledger);

  /// `kitchens`: those connected now, whose cards name chefs. `from_ledgers`: figures of chefs of which no dumpling
  /// came are taken from their kitchens' ledgers.
  [[nodiscard]] std::vector<ChefRow> rows(const std::vector<KitchenEntry>& kitchens, bool from_ledgers,
                                          double now) const;
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
