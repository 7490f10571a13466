// The chefs at work: every packet goes to every chef, and what they make goes out as dumplings.
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

/// The packet thread's alone, from creation to destruction.
class ChefRunner {
 public:
  /// `sink` must outlive this. Handlers that take longer than `budget` are told of, unless it is zero.
  ChefRunner(KitchenFacts kitchen, DumplingSink& sink, Log log, std::chrono::nanoseconds budget = {});

  /// Creates the chefs of `modules` that `requested` names (nothing: all that may be run), modules in the order in
  /// which they were asked for, chefs by name. Problems with modules, chefs that aren't there or can't be run, and
  /// constructors that throw are logged, and the others go on. Fails when `options` don't fit the chefs. Call it once.
  Result<void> hire(const ChefModules& modules, const std::optional<std::vector<std::string>>& requested,
                    const ChefOptions& options);

  /// Whether no chef could be hired.
  [[nodiscard]] bool empty() const { return chefs_.empty(); }
  /// Whether no chef is left that hasn't been retired.
  [[nodiscard]] bool all_retired() const;

  /// "module.Chef" of each, sorted, as the kitchen's card has them.
  [[nodiscard]] std::vector<std::string> card_chefs() const;

  /// Gives the packet to every chef. False when the sink wants no more dumplings, or all chefs are retired.
  bool packet(const nd_packet& packet);

  /// Calls every chef's interval handler; `now_ns` is the kitchen's clock. False when the sink wants no more dumplings.
  bool poke(double interval, std::int64_t now_ns);

  /// Logs what the log's limit of one line a second still held back. At the end, before the counts are printed.
  void tell_left_out();

  struct Counts {
    std::string chef;  // "module.Chef"
    ChefCounts counts;
  };
  /// Each chef's counts, in the order of work.
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
