// The census: which kitchens and eaters are there, and where all dumplings went. The status and the metrics show it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "hub/status/eater_ledger.hpp"
#include "net/loop/endpoint.hpp"

namespace netdumplings::hub {

/// received = taken + invalid + known; each is counted by itself.
struct KitchenLedger {
  std::uint64_t received = 0;  // messages that are dumplings, or were meant to be
  std::uint64_t taken = 0;     // those that went into the log
  std::uint64_t invalid = 0;
  std::uint64_t known =
      0;  // those that a kitchen with netdumplings.v1 sent again, and the hub had taken or refused before

  KitchenLedger& operator+=(const KitchenLedger& more) {
    received += more.received;
    taken += more.taken;
    known += more.known;
    invalid += more.invalid;
    return *this;
  }
};

struct KitchenReport {
  std::string card;  // the hello as JSON
  net::Endpoint peer;
  double came_seconds = 0;  // when it said hello, since the epoch
  double seen_seconds = 0;  // when its last message came, since the epoch
  KitchenLedger ledger;
};

struct EaterReport {
  std::uint64_t number = 0;  // in the order in which eaters came
  std::string card;          // the hello as JSON
  net::Endpoint peer;
  double came_seconds = 0;  // when it said hello, since the epoch
  EaterLedger ledger;
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
  std::vector<KitchenReport> kitchen_list;  // at most defaults::status_max_entries
  std::uint64_t log_entries = 0;            // appended since the hub started
  std::size_t log_bytes = 0;                // how much the log may take
  std::size_t shared_pages = 0;             // bytes of the pages that eaters share and some haven't acknowledged
  std::size_t shared_pages_limit = 0;       // of that
  std::uint64_t newest_eater = 0;           // the number of the last eater that came before the threads were asked
  ShardReport eaters;                       // of all threads together

  [[nodiscard]] std::uint64_t dumplings_in() const { return kitchens_present.taken + kitchens_gone.taken; }
  [[nodiscard]] std::uint64_t dumplings_out() const {
    return eaters.present.sent + eaters.present.statuses + eaters.gone.sent + eaters.gone.statuses;
  }
};

/// Adds the report of another thread to `all`.
void add(ShardReport& all, ShardReport&& more);

}  // namespace netdumplings::hub
