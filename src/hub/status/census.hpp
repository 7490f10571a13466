// Who is there and where everything went, at one moment: what the status and the metrics show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "hub/status/eater_ledger.hpp"
#include "net/loop/endpoint.hpp"

namespace netdumplings::hub {

/// received = taken + invalid + known, each counted by itself.
struct KitchenLedger {
  std::uint64_t received = 0;  // dumplings, or what was meant to be one
  std::uint64_t taken = 0;     // into the log
  std::uint64_t invalid = 0;
  std::uint64_t known = 0;  // in the log already, or refused already: sent again by a kitchen of netdumplings.v1

  KitchenLedger& operator+=(const KitchenLedger& more) {
    received += more.received;
    taken += more.taken;
    known += more.known;
    invalid += more.invalid;
    return *this;
  }
};

struct KitchenReport {
  std::string card;  // JSON
  net::Endpoint peer;
  double came_seconds = 0;  // since the epoch, here and below
  double seen_seconds = 0;  // its last message
  KitchenLedger ledger;
};

struct EaterReport {
  std::uint64_t number = 0;  // in the order of coming
  std::string card;
  net::Endpoint peer;
  double came_seconds = 0;
  EaterLedger ledger;
};

/// What one thread knows. An eater's figures are of one moment; those of different threads are not.
struct ShardReport {
  std::size_t eaters = 0;
  EaterLedger present;             // of all that are there
  EaterLedger gone;                // of those that went: what they were behind by they never got
  std::uint64_t stalled = 0;       // of those, how many were sent away because they took nothing
  std::vector<EaterReport> first;  // the first defaults::status_max_entries to come
};

struct Census {
  double uptime_seconds = 0;
  double now_seconds = 0;
  std::vector<std::string> missing_flags;  // see exposure.hpp
  std::size_t kitchens = 0;
  KitchenLedger kitchens_present;
  KitchenLedger kitchens_gone;
  std::vector<KitchenReport> kitchen_list;  // at most defaults::status_max_entries
  std::uint64_t log_entries = 0;            // appended since the hub started
  std::size_t log_bytes = 0;                // what the log may take
  std::uint64_t newest_eater = 0;           // the number of the last to come before this was asked
  ShardReport eaters;                       // of all threads together; `first` in the order of coming

  [[nodiscard]] std::uint64_t dumplings_in() const { return kitchens_present.taken + kitchens_gone.taken; }
  [[nodiscard]] std::uint64_t dumplings_out() const {
    return eaters.present.sent + eaters.present.statuses + eaters.gone.sent + eaters.gone.statuses;
  }
};

/// Adds what another thread knows.
void add(ShardReport& all, ShardReport&& more);

}  // namespace netdumplings::hub
