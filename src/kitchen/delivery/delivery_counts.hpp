// Where the dumplings went that were handed over for delivery.
#pragma once

#include <cstdint>

namespace netdumplings::kitchen {

/// Each counter is kept by itself. In every snapshot, made + found == delivered + waiting + dropped().
struct DeliveryCounts {
  std::uint64_t made = 0;          // handed over
  std::uint64_t found = 0;         // left in the spool by an earlier run
  std::uint64_t delivered = 0;     // acknowledged by the hub; on the plain wire, given to the kernel; or written
  std::uint64_t waiting = 0;       // includes those on their way
  std::uint64_t overflow = 0;      // dropped: there was no room
  std::uint64_t too_large = 0;     // dropped: larger than a message may be
  std::uint64_t refused = 0;       // dropped: the hub closed the connection over it, twice
  std::uint64_t left_at_stop = 0;  // dropped: not delivered when the kitchen stopped
  std::uint64_t output_gone = 0;   // dropped: the output's reader has gone, or the output can't be written

  [[nodiscard]] std::uint64_t dropped() const { return overflow + too_large + refused + left_at_stop + output_gone; }
};

}  // namespace netdumplings::kitchen
