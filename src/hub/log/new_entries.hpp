// The entries that came into the log since a thread last looked: their origins, and how far they go.
//
// A thread looks once for all its eaters, so that an eater that wants none of them needn't look at each entry.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "hub/log/dumpling_log.hpp"
#include "hub/log/log_search.hpp"
#include "hub/log/origin_hash.hpp"

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
  /// Their origins, each once; means nothing if there are too_many() to tell.
  [[nodiscard]] std::span<const OriginHash> origins() const { return origins_; }
  [[nodiscard]] bool too_many() const { return too_many_; }

 private:
  void forget_origins();
  void add(const OriginHash& origin);

  const DumplingLog& log_;
  Position begin_ = 0;
  Position end_ = 0;
  LogPlace place_;
  std::vector<OriginHash> origins_;
  bool too_many_ = false;
  // Finds an origin in `origins_`: 1 + its index, or 0, at the place that its hash gives or after it.
  std::array<std::uint16_t, 4 * defaults::most_new_origins> places_{};
};

}  // namespace netdumplings::hub
