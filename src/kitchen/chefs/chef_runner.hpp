// Runs the chefs: gives every packet to every chef, pokes them, and follows connections for those that use them. What
// they make goes to a sink as dumplings.
#pragma once

#include <netdumplings/chef_abi.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/log/logging.hpp"
#include "common/result.hpp"
#include "kitchen/chefs/chef_modules.hpp"
#include "kitchen/chefs/chef_options.hpp"
#include "kitchen/chefs/chef_timers.hpp"
#include "kitchen/chefs/connection_follower.hpp"
#include "kitchen/chefs/hired_chef.hpp"
#include "kitchen/chefs/packet_audience.hpp"
#include "kitchen/delivery/dumpling_sink.hpp"

namespace netdumplings::kitchen {

/// Created, used and destroyed on the packet thread.
class ChefRunner {
 public:
  /// `sink` must outlive this. Unless `budget` is zero, handlers that take longer than it are logged and counted.
  ChefRunner(KitchenFacts kitchen, DumplingSink& sink, Log log, std::chrono::nanoseconds budget = {});

  /// Has packets of all interfaces belong to the same connections. Call it before hire().
  void merge_interfaces() { merges_interfaces_ = true; }

  /// Creates the chefs of `modules` that `requested` names; without it, all chefs that may be run. Modules are taken in
  /// the order in which they were asked for, and their chefs in the order of their names. Logs problems with modules,
  /// chefs that aren't there or can't be run, and constructors that throw, and goes on with the other chefs. Fails if
  /// `options` don't fit the chefs. Call it once.
  Result<void> hire(const ChefModules& modules, const RequestedChefs& requested, const ChefOptions& options);

  /// Whether no chef could be hired.
  [[nodiscard]] bool empty() const { return chefs_.empty(); }
  /// Whether no chef is left that hasn't been retired.
  [[nodiscard]] bool all_retired() const;

  /// Returns "module.Chef" for each chef, sorted, for the kitchen's card.
  [[nodiscard]] std::vector<std::string> card_chefs() const;

  /// Sets the clock that chefs' timers start by, in nanoseconds. It may be any that goes on with the time, and is the
  /// one that advance() is told.
  void set_clock(std::function<std::int64_t()> clock) { clock_ = std::move(clock); }
  /// Ends the connections that have timed out, and calls the chefs' timers whose time has come. `now_ns` is the
  /// kitchen's time. Call it before each packet and each poke.
  void advance(std::int64_t clock_ns, std::int64_t now_ns);
  /// Whether advance() does something: a chef uses connections or has timers.
  [[nodiscard]] bool needs_clock() const { return connections_ != nullptr || !timers_.empty(); }
  /// Returns how long it is until a timer's time comes, or the longest possible time.
  [[nodiscard]] std::chrono::nanoseconds wait_for_timer(std::int64_t clock_ns) const { return timers_.wait(clock_ns); }

  /// Gives the packet to every chef, and what happens to its connection to the chefs that use connections. Returns
  /// false if the sink wants no more dumplings, or if all chefs are retired.
  bool packet(const nd_packet& packet);

  /// Tells the chefs which connections had packets, and then calls every chef's interval handler. `interval` is in
  /// seconds; `now_ns` is the kitchen's time, in nanoseconds since the epoch. Returns false if the sink wants no more
  /// dumplings.
  bool poke(double interval, std::int64_t now_ns);

  /// Ends all connections, and then calls every chef's handler of the end. `reason` is ND_END_CAPTURE_ENDED or
  /// ND_END_KITCHEN_STOPPED. Call it once, after the last poke.
  void close(nd_connection_end reason, std::int64_t now_ns);

  /// Returns what became of connections, or nothing if no chef uses them.
  [[nodiscard]] std::optional<ConnectionCounts> connection_counts() const;

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
  bool follow(const nd_packet& packet);
  [[nodiscard]] bool is_more_wanted() const;
  void hire_from(const ChefModule& module, const RequestedChefs& requested, const ChefOptions& options);
  void warn_of_missing(const ChefModules& modules, const std::vector<std::string>& requested);
  void warn_of_same_names();

  KitchenFacts kitchen_;
  DumplingSink& sink_;
  Log log_;
  std::chrono::nanoseconds budget_;
  bool merges_interfaces_ = false;
  ConnectionFollower::Chefs chefs_;
  PacketAudience audience_;
  std::unique_ptr<ConnectionFollower> connections_;  // only if a chef uses connections
  ChefTimers timers_;
  std::function<std::int64_t()> clock_ = [] { return 0; };
};

}  // namespace netdumplings::kitchen
