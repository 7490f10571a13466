// An eater's place in the log, and all that the hub keeps of what the eater is still to get.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "hub/dumpling_log.hpp"

namespace netdumplings::hub {

/// Used by one thread; the log may be written by another. The log must outlive it.
class LogCursor {
 public:
  using Position = DumplingLog::Position;

  /// At the head: the next entry that is appended is the first to be read.
  explicit LogCursor(const DumplingLog& log);

  /// The frames from here on, as far as they stand in one run; empty at the head. A cursor that fell off the tail goes
  /// on at the oldest entry there is. The bytes stay until taken(), which must follow.
  std::string_view next();

  /// The first `bytes` of that run are gone. The cursor stands behind the last entry that was touched; what is missing
  /// of it is copied to `rest`. Returns how many entries went entirely.
  std::uint64_t taken(std::size_t bytes, std::string& rest);

  /// The number of the next entry to be read.
  [[nodiscard]] Position position() const { return position_; }
  /// Entries that were overwritten before they could be read.
  [[nodiscard]] std::uint64_t skipped() const { return skipped_; }

 private:
  void skip_to_oldest();

  const DumplingLog& log_;
  DumplingLog::Pin pin_;
  std::uint64_t chunk_ = 0;
  std::uint32_t entry_ = 0;  // in the chunk
  Position position_ = 0;
  std::uint64_t skipped_ = 0;
};

}  // namespace netdumplings::hub
