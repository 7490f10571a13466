// What a hub's dumplings say about its kitchens, chefs and eaters: how busy they are, and what is wrong.
#pragma once

#include <netdumplings/dumpling.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "eaters/top/chef_book.hpp"
#include "eaters/top/connection_book.hpp"
#include "eaters/top/kitchen_book.hpp"
#include "eaters/top/overview.hpp"
#include "eaters/top/rates.hpp"
#include "eaters/top/status_reader.hpp"

namespace netdumplings::eaters::top {

/// Times are seconds on a clock of the caller's that doesn't go back. Its size is bounded, whatever comes.
class Model {
 public:
  /// `status_only`: the hub sends only status dumplings, so the figures of chefs come from their kitchens' ledgers.
  explicit Model(bool status_only = false) : status_only_(status_only) {}

  /// The hub is connected, or connected again.
  void connected(double now);
  /// The hub is lost. Until it is connected again, everything stays as it is.
  void lost(double now) { lost_at_ = now; }
  /// Takes over what a dumpling says.
  void fold(const Dumpling& dumpling, double now);

  [[nodiscard]] Overview overview(double now) const;

 private:
  struct Eater {
    EaterRow row;
    CounterRate sent = {};
    CounterRate skipped = {};
  };

  void fold_status(const HubStatus& status, double now);
  void update_eaters(const HubStatus& status);
  [[nodiscard]] Connections connections(double now) const;

  bool status_only_;
  std::optional<double> lost_at_;
  HubFacts hub_;
  CounterRate in_;
  CounterRate out_;
  KitchenBook kitchens_;
  ChefBook chefs_;
  ConnectionBook connections_;
  std::map<std::string, Eater> eaters_;  // by name and address
  std::vector<EaterRow> absent_eaters_;
  std::vector<std::string> shared_names_;
};

}  // namespace netdumplings::eaters::top
