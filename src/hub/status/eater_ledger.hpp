// Counts where the dumplings went, for one eater or for many.
#pragma once

#include <cstdint>

namespace netdumplings::hub {

/// What became of the log's entries since the eater started to read: entries = sent + filtered + behind + skipped, at
/// any time. Each is counted by itself.
struct EaterLedger {
  std::uint64_t entries = 0;
  std::uint64_t sent = 0;      // given to the kernel, all bytes of them
  std::uint64_t filtered = 0;  // not wanted
  std::uint64_t behind = 0;    // still to be sent
  std::uint64_t skipped = 0;   // overwritten before they could be sent
  std::uint64_t statuses = 0;  // status dumplings given to the kernel; these aren't entries of the log

  EaterLedger& operator+=(const EaterLedger& more) {
    entries += more.entries;
    sent += more.sent;
    filtered += more.filtered;
    behind += more.behind;
    skipped += more.skipped;
    statuses += more.statuses;
    return *this;
  }
};

}  // namespace netdumplings::hub
