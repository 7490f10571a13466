// An eater's place in the log: all that the hub keeps of what the eater is still to get.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hub/log/dumpling_log.hpp"
#include "hub/log/frame_picker.hpp"
#include "hub/log/log_search.hpp"
#include "hub/log/new_entries.hpp"
#include "net/send/frame_run.hpp"

namespace netdumplings::hub {

/// Used by one thread; the log may be written by another. The log must outlive it.
class LogCursor {
 public:
  using Position = DumplingLog::Position;

  /// Starts at the head: the first entry that it reads is the next one that is appended. Without a picker every frame
  /// is wanted.
  explicit LogCursor(const DumplingLog& log, std::unique_ptr<FramePicker> picker = nullptr);
  /// Starts at the entry `position`, or at the head if that is lower. Entries that have been overwritten are skipped.
  LogCursor(const DumplingLog& log, Position position, std::unique_ptr<FramePicker> picker = nullptr);

  /// Lets a cursor that is at its begin start at the `count`-th newest entry that is wanted instead. With a picker,
  /// next() searches that entry.
  void begin_at_last(std::uint64_t count);
  /// Whether it is at its begin or has read on; false while it searches its begin.
  [[nodiscard]] bool placed() const { return !search_; }
  /// How many entries begin_at_last() has found, once placed(); less than its count if the log has no more.
  [[nodiscard]] std::uint64_t found() const { return found_; }
  /// Where it began.
  [[nodiscard]] Position begin() const { return begin_; }

  /// What next() takes when it may return all that there is.
  static constexpr Position no_end = ~Position{0};
  /// Returns the next frames before the entry `end`, at most defaults::sent_at_once bytes of them or one longer frame;
  /// nothing at `end`, at the head, and when it is unfinished(). A cursor whose next entry was overwritten goes on at
  /// the oldest entry there is. The bytes stay until taken(), which must follow. Other cursors in the same place that
  /// are given the same `end` return the same run.
  net::FrameRun next(Position end = no_end);
  /// Whether the last next() returned nothing because it has looked at a chunk's entries, which is enough for one call,
  /// and there are more to look at.
  [[nodiscard]] bool unfinished() const { return unfinished_; }

  /// Notes that the first `bytes` of the run that next() returned were sent. The cursor moves to the entry after the
  /// last one of which something was sent, copies what wasn't sent of that one to `rest`, and returns how many frames
  /// were sent whole.
  std::uint64_t taken(std::size_t bytes, std::string& rest);

  /// Passes all new entries in one step, if the cursor has a picker that takes none of them and if it has read all
  /// entries before them. Returns false if there may be something to read. Must not be called between next() and
  /// taken().
  bool pass(const NewEntries& fresh);

  /// Whether it may leave out some frames.
  [[nodiscard]] bool chooses() const { return picker_ != nullptr; }
  /// The number of the next entry to be read.
  [[nodiscard]] Position position() const { return position_; }
  /// How many entries were overwritten before they could be read.
  [[nodiscard]] std::uint64_t skipped() const { return skipped_; }
  /// How many entries weren't wanted.
  [[nodiscard]] std::uint64_t filtered() const { return filtered_; }

 private:
  void place_at(Position position);
  void search_on();
  void skip_to(Position position);
  net::FrameRun frames_from_here(std::uint32_t count) const;
  net::FrameRun wanted_frames(std::uint32_t count);

  const DumplingLog& log_;
  std::unique_ptr<FramePicker> picker_;
  ChunkPin pin_;
  std::uint64_t chunk_ = 0;
  std::uint32_t entry_ = 0;  // in the chunk
  Position position_ = 0;
  Position begin_ = 0;
  std::optional<LastSearch> search_;  // of its begin, while it goes on
  std::uint64_t found_ = 0;
  bool unfinished_ = false;
  std::uint64_t skipped_ = 0;
  std::uint64_t filtered_ = 0;
};

}  // namespace netdumplings::hub
