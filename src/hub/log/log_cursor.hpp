// An eater's place in the log, and all that the hub keeps of what the eater is still to get.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "hub/log/dumpling_log.hpp"
#include "hub/log/frame_picker.hpp"
#include "hub/log/new_entries.hpp"
#include "net/send/frame_run.hpp"

namespace netdumplings::hub {

/// Used by one thread; the log may be written by another. The log must outlive it.
class LogCursor {
 public:
  using Position = DumplingLog::Position;

  /// At the head: the next entry that is appended is the first to be read. Without a picker every frame is wanted.
  explicit LogCursor(const DumplingLog& log, std::unique_ptr<FramePicker> picker = nullptr);
  /// At an entry, at most the head. What isn't there any more is skipped.
  LogCursor(const DumplingLog& log, Position position, std::unique_ptr<FramePicker> picker = nullptr);

  /// The frames from here on, as far as they stand in one run; empty at the head. A cursor that fell off the tail goes
  /// on at the oldest entry there is. The bytes stay until taken(), which must follow. `lend`: a large run of
  /// the two newest chunks is given with the file or the pages that it stands in, and never changes from then on.
  net::FrameRun next(bool lend = false);

  /// The first `bytes` of that run are gone. The cursor stands behind the last entry that was touched; what is missing
  /// of it is copied to `rest`. Returns how many frames went entirely.
  std::uint64_t taken(std::size_t bytes, std::string& rest);

  /// Goes behind what is new in one step, if it has a picker, which takes none of that, and isn't behind already.
  /// False: there may be something to read. Not between next() and taken().
  bool pass(const NewEntries& fresh);

  /// Whether some frames aren't wanted.
  [[nodiscard]] bool chooses() const { return picker_ != nullptr; }
  /// The number of the next entry to be read.
  [[nodiscard]] Position position() const { return position_; }
  /// Entries that were overwritten before they could be read.
  [[nodiscard]] std::uint64_t skipped() const { return skipped_; }
  /// Entries that weren't wanted.
  [[nodiscard]] std::uint64_t filtered() const { return filtered_; }

 private:
  void skip_to(Position position);
  net::FrameRun found(std::string_view frames, bool lend);
  std::string_view wanted(std::uint32_t count);

  const DumplingLog& log_;
  std::unique_ptr<FramePicker> picker_;
  ChunkPin pin_;
  std::uint64_t chunk_ = 0;
  std::uint32_t entry_ = 0;  // in the chunk
  Position position_ = 0;
  std::uint64_t skipped_ = 0;
  std::uint64_t filtered_ = 0;
};

}  // namespace netdumplings::hub
