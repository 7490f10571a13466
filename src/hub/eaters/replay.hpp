// Tells an eater when the dumplings of the past arrived, if its hello asks for `arrivals`.
#pragma once

#include <algorithm>
#include <string>

#include "hub/log/dumpling_log.hpp"

namespace netdumplings::hub {

/// The entries that the eater is sent are cut into stretches; all entries of one arrived within a second. Before each
/// stretch the eater is told when that began. Ends when the eater has caught up with the present. Used on the eater's
/// thread.
class Replay {
 public:
  using Position = DumplingLog::Position;

  /// Begins; the first stretch is wherever the eater is.
  void start() { goes_on_ = true; }
  /// Returns the entry before which a run of frames must end that would go on to `end`.
  [[nodiscard]] Position limit(Position end) const { return goes_on_ ? std::min(stretch_end_, end) : end; }
  /// Whether the next entry, at `position`, is past the end of the stretch.
  [[nodiscard]] bool leaves_stretch(Position position) const { return goes_on_ && position >= stretch_end_; }
  /// Begins the stretch at the entry `position` of `log`. Returns what the next position word says of it: a member of
  /// a JSON object, with a comma before it.
  std::string begin_stretch(const DumplingLog& log, Position position);

 private:
  bool goes_on_ = false;
  Position stretch_end_ = 0;
};

}  // namespace netdumplings::hub
