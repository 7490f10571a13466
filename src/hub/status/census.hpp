// The census: which kitchens and eaters are there, and where all dumplings went. The status and the metrics show it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "hub/status/absences.hpp"
#include "hub/status/eater_ledger.hpp"
#include "hub/status/kitchen_ledger.hpp"
#include "net/loop/endpoint.hpp"

namespace netdumplings::hub {

struct KitchenReport {
  std::string card;  // the hello as JSON
  net::Endpoint peer;
  double came_seconds = 0;  // when it said hello, since the epoch
  double seen_seconds = 0;  // when its last message came, since the epoch
  KitchenLedger ledger;
  std::string name = {};  // as in the card
};

struct EaterReport {
  std::uint64_t number = 0;  // in the order in which eaters came
  std::string card;          // the hello as JSON
  net::Endpoint peer;
  double came_seconds = 0;  // when it said hello, since the epoch
  EaterLedger ledger;
  std::string name = {};  // as in the card
};

/// What one thread knows of its eaters. The figures of one thread are of the same moment; those of different threads
/// aren't.
struct ShardReport {
  std::size_t eaters = 0;
  EaterLedger present;             // of the eaters that are there
  EaterLedger gone;                // of those that have gone; they never got what `behind` counts
  std::uint64_t stalled = 0;       // how many of those were sent away because they took nothing
  std::vector<EaterReport> first;  // those that came first, at most defaults::status_max_entries
};

struct Census {
  double uptime_seconds = 0;
  double now_seconds = 0;                  // since the epoch
  std::vector<std::string> missing_flags;  // Exposure::flags
  std::size_t kitchens = 0;
  KitchenLedger kitchens_present;
  KitchenLedger kitchens_gone;
  std::vector<KitchenReport> kitchen_list;        // at most defaults::status_max_entries
  std::vector<KitchenAbsence> absent_kitchens;    // the last that went first; at most defaults::most_remembered
  std::vector<EaterAbsence> absent_eaters;        // likewise; those that had a name of their own
  std::vector<std::string> shared_kitchen_names;  // that kitchens of several hosts have
  std::string log_fault;                          // why the log on disk doesn't store what comes; empty if it does
  std::uint64_t log_entries = 0;                  // appended since the hub started
  std::size_t log_bytes = 0;                      // how much the log may take
  std::size_t shared_pages = 0;                   // bytes of the pages that eaters share and some haven't acknowledged
  std::size_t shared_pages_limit = 0;             // of that
  std::uint64_t newest_eater = 0;  // the number of the last eater that came before the threads were asked
  ShardReport eaters;              // of all threads together

  [[nodiscard]] std::uint64_t dumplings_in() const { return kitchens_present.taken + kitchens_gone.taken; }
  [[nodiscard]] std::uint64_t dumplings_out() const {
    return eaters.present.sent + eaters.present.statuses + eaters.gone.sent + eaters.gone.statuses;
  }
};

/// Adds the report of another thread to `all`.
void add(ShardReport& all, ShardReport&& more);

}  // namespace netdumplings::hub
