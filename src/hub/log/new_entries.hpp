// The entries that came into the log since a thread last looked: their topics, and how far they go.
//
// A thread looks once for all its eaters, so that an eater that wants none of them needn't look at each entry.
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

  /// Nothing is new yet.
  explicit NewEntries(const DumplingLog& log) : log_(log) { restart(); }

  /// Forgets what is in the log now; only what comes from now on is new.
  void restart();
  /// Looks at all that came since the last look. If the writer has overtaken it, it starts again at the log's head.
  void look();

  /// The entries of the last look: from begin() up to but without end(), which is at place().
  [[nodiscard]] Position begin() const { return begin_; }
  [[nodiscard]] Position end() const { return end_; }
  [[nodiscard]] LogPlace place() const { return place_; }
  /// Their topics, each once; Topics::unlisted may be among them.
  [[nodiscard]] std::span<const Topics::Id> topics() const { return topics_; }

 private:
  void add(Topics::Id topic);

  const DumplingLog& log_;
  Position begin_ = 0;
  Position end_ = 0;
  LogPlace place_;
  std::vector<Topics::Id> topics_;
  std::vector<char> listed_;  // for each topic, whether it is in `topics_`
};

}  // namespace netdumplings::hub
