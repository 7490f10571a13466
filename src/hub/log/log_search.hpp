// Finds a place in the log: by its number, by time, or counted from the end.
#pragma once

#include <cstdint>
#include <optional>

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

/// Entries next to each other that came within a second.
struct Stretch {
  std::int64_t arrival_ms = 0;    // of the first, since the epoch
  DumplingLog::Position end = 0;  // the entry after the last
};

/// Returns the stretch that begins with entry `position`; nothing if there is no such entry (any more).
std::optional<Stretch> stretch_from(const DumplingLog& log, DumplingLog::Position position);

/// Where the last entries begin, and how many there are.
struct LastEntries {
  DumplingLog::Position begin = 0;
  std::uint64_t count = 0;
};

/// Returns the `count` newest entries; if there are fewer, all. For a count of 0, they begin at the head.
LastEntries find_last(const DumplingLog& log, std::uint64_t count);

/// Finds the `count`-th newest of the entries that a picker takes; if there are fewer, the oldest entry. A step looks
/// at one chunk, so that other work comes between. The log must outlive it; used by one thread.
class LastSearch {
 public:
  LastSearch(const DumplingLog& log, std::uint64_t count);
  /// Looks at the next older chunk. Returns whether the search has ended.
  bool step(const FramePicker& picker);
  /// The entry that was found; while the search goes on, the oldest one that it has looked at.
  [[nodiscard]] DumplingLog::Position found() const { return found_; }
  /// How many entries it has found so far.
  [[nodiscard]] std::uint64_t count() const { return wanted_ - missing_; }

 private:
  const DumplingLog& log_;
  std::uint64_t wanted_;
  std::uint64_t missing_;  // entries still to be found
  std::uint64_t chunk_;    // the next to look at
  DumplingLog::Position found_;
};

}  // namespace netdumplings::hub
