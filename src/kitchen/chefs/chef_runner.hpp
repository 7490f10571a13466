// Runs the chefs: gives every packet to every chef, and pokes them. What they make goes to a sink as dumplings.
#pragma once

#include <netdumplings/chef_abi.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/log/logging.hpp"
#include "common/result.hpp"
#include "kitchen/chefs/chef_modules.hpp"
#include "kitchen/chefs/chef_options.hpp"
#include "kitchen/chefs/hired_chef.hpp"
#include "kitchen/delivery/dumpling_sink.hpp"

namespace netdumplings::kitchen {

/// Created, used and destroyed on the packet thread.
class ChefRunner {
 public:
  /// `sink` must outlive this. Unless `budget` is zero, handlers that take longer than it are logged and counted.
  ChefRunner(KitchenFacts kitchen, DumplingSink& sink, Log log, std::chrono::nanoseconds budget = {});

  /// Creates the chefs of `modules` that `requested` names; without it, all chefs that may be run. Modules are taken in
  /// the order in which they were asked for, and their chefs in the order of their names. Logs problems with modules,
  /// chefs that aren't there or can't be run, and constructors that throw, and goes on with the other chefs. Fails if
  /// `options` don't fit the chefs. Call it once.
  Result<void> hire(const ChefModules& modules, const std::optional<std::vector<std::string>>& requested,
                    const ChefOptions& options);

  /// Whether no chef could be hired.
  [[nodiscard]] bool empty() const { return chefs_.empty(); }
  /// Whether no chef is left that hasn't been retired.
  [[nodiscard]] bool all_retired() const;

  /// Returns "module.Chef" for each chef, sorted, for the kitchen's card.
  [[nodiscard]] std::vector<std::string> card_chefs() const;

  /// Gives the packet to every chef. Returns false if the sink wants no more dumplings, or if all chefs are retired.
  bool packet(const nd_packet& packet);

  /// Calls every chef's interval handler. `interval` is in seconds; `now_ns` is the kitchen's time, in nanoseconds
  /// since the epoch. Returns false if the sink wants no more dumplings.
  bool poke(double interval, std::int64_t now_ns);

  /// Logs how many lines about each chef were left out because of the limit of one line a second. Call it at the end,
  /// before the counts are printed.
  void log_left_out();

  struct Counts {
    std::string chef;  // "module.Chef"
    ChefCounts counts;
  };
  /// Returns each chef's counts, in the order in which the chefs are called.
  [[nodiscard]] std::vector<Counts> counts() const;

 private:
  void hire_from(const ChefModule& module, const std::optional<std::vector<std::string>>& requested,
                 const ChefOptions& options);
  void warn_of_missing(const ChefModules& modules, const std::vector<std::string>& requested);
  void warn_of_same_names();

  KitchenFacts kitchen_;
  DumplingSink& sink_;
  Log log_;
  std::chrono::nanoseconds budget_;
  std::vector<std::unique_ptr<HiredChef>> chefs_;
};

}  // namespace netdumplings::kitchen
