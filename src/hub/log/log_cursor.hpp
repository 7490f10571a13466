// An eater's place in the log, and all that the hub keeps of what the eater is still to get.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "hub/log/dumpling_log.hpp"
#include "hub/log/frame_picker.hpp"
#include "hub/log/new_topics.hpp"
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

  /// Returns the next frames, at most defaults::sent_at_once bytes of them or one longer frame; nothing at the head. A
  /// cursor whose next entry was overwritten goes on at the oldest entry there is. The bytes stay until taken(), which
  /// must follow. Other cursors on the same place give the same run.
  net::FrameRun next();

  /// The first `bytes` of that run are gone. The cursor stands behind the last entry that was touched; what is missing
  /// of it is copied to `rest`. Returns how many frames went entirely.
  std::uint64_t taken(std::size_t bytes, std::string& rest);

  /// Goes behind what is new in one step, if it has a picker, which takes none of that, and isn't behind already.
  /// False: there may be something to read. Not between next() and taken().
  bool pass(const NewTopics& fresh);

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
  net::FrameRun frames_from_here(std::uint32_t count) const;
  net::FrameRun wanted_frames(std::uint32_t count);

  const DumplingLog& log_;
  std::unique_ptr<FramePicker> picker_;
  DumplingLog::Pin pin_;
  std::uint64_t chunk_ = 0;
  std::uint32_t entry_ = 0;  // in the chunk
  Position position_ = 0;
  std::uint64_t skipped_ = 0;
  std::uint64_t filtered_ = 0;
};

}  // namespace netdumplings::hub
