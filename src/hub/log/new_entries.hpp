// What came into the log since a thread last looked: which topics, and up to where.
//
// Looked at once for all eaters of the thread, so that one which wants none of it needn't look at each entry itself.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "hub/log/dumpling_log.hpp"
#include "hub/log/log_search.hpp"
#include "hub/log/topics.hpp"

namespace netdumplings::hub {

/// Used by one thread; the log may be written by another. The log must outlive it.
class NewEntries {
 public:
  using Position = DumplingLog::Position;

  /// There is nothing new for now.
  explicit NewEntries(const DumplingLog& log) : log_(log) { restart(); }

  /// What comes from now on is new: what is in the log already isn't looked at.
  void restart();
  /// All that came since the last look.
  void look();

  /// The entries that were looked at: from one position up to another, which stands at a place.
  [[nodiscard]] Position begin() const { return begin_; }
  [[nodiscard]] Position end() const { return end_; }
  [[nodiscard]] LogPlace place() const { return place_; }
  /// Their topics, each once, `Topics::unlisted` among them when it occurs.
  [[nodiscard]] std::span<const Topics::Id> topics() const { return topics_; }

 private:
  void add(Topics::Id topic);

  const DumplingLog& log_;
  Position begin_ = 0;
  Position end_ = 0;
  LogPlace place_;
  std::vector<Topics::Id> topics_;
  std::vector<char> listed_;  // by topic: whether it is in `topics_`
};

}  // namespace netdumplings::hub
