// Finds a place in the log: by its number, by time, or counted from the end.
#pragma once

#include <cstdint>

#include "hub/log/dumpling_log.hpp"
#include "hub/log/frame_picker.hpp"

namespace netdumplings::hub {

/// An entry of a chunk, or the place after a chunk's last entry.
struct LogPlace {
  std::uint64_t chunk = 0;
  std::uint32_t entry = 0;
};

/// Returns the place of entry `position`; of the oldest entry if that one has been overwritten, or the head if it
/// hasn't come yet.
LogPlace find_position(const DumplingLog& log, DumplingLog::Position position);

/// Returns the position of the oldest entry; of an empty log, the head.
DumplingLog::Position oldest_position(const DumplingLog& log);

/// Returns the first entry that came at `arrival_ms` (since the epoch) or later; the head if there is none.
DumplingLog::Position find_arrival(const DumplingLog& log, std::int64_t arrival_ms);

/// Returns the `count`-th newest of the entries that `picker` takes, or of all entries if it is null. If there are
/// fewer, it returns the oldest entry; for a count of 0, the head.
DumplingLog::Position find_last(const DumplingLog& log, std::uint64_t count, FramePicker* picker);

}  // namespace netdumplings::hub
