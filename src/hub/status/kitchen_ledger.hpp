// Counts what became of the messages of one kitchen, or of many.
#pragma once

#include <cstdint>

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

}  // namespace netdumplings::hub
