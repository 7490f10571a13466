// Finding a place in the log: by number, by time, or counted from its end.
#pragma once

#include <cstdint>

#include "hub/log/dumpling_log.hpp"
#include "hub/log/frame_picker.hpp"

namespace netdumplings::hub {

/// An entry of a chunk, or the place behind a chunk's last.
struct LogPlace {
  std::uint64_t chunk = 0;
  std::uint32_t entry = 0;
};

/// Where entry `position` is; the oldest entry there is when it has gone, the head when it has yet to come.
LogPlace find_position(const DumplingLog& log, DumplingLog::Position position);

/// The first entry there is; the head of an empty log.
DumplingLog::Position oldest_position(const DumplingLog& log);

/// The first entry that came at `arrival_ms` or later; the head when there is none.
DumplingLog::Position find_arrival(const DumplingLog& log, std::int64_t arrival_ms);

/// The `count`-th newest entry that `picker` takes (null: of all); the oldest entry there is when there are fewer, the
/// head for a count of 0.
DumplingLog::Position find_last(const DumplingLog& log, std::uint64_t count, FramePicker* picker);

}  // namespace netdumplings::hub
