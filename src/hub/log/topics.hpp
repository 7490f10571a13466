// The bylines that were seen, numbered: what the log's index keeps of each dumpling for eaters that choose.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>

#include "hub/log/dumpling_origin.hpp"

namespace netdumplings::hub {

/// Only grows. of() is the log's writer's, at() anybody's on any thread.
class Topics {
 public:
  using Id = std::uint32_t;
  /// Of a byline that isn't in the list, which is bounded: who wants to know it looks at the dumpling itself.
  static constexpr Id unlisted = 0;
  static constexpr std::size_t most = 16384;
  static constexpr std::size_t longest = 256;  // bytes of one byline

  /// The number of this byline, from now on.
  Id of(const DumplingOrigin& by);
  /// The byline of a number that of() gave, not `unlisted`; valid as long as this lives.
  [[nodiscard]] const OwnedDumplingOrigin& at(Id id) const;

 private:
  struct Less {
    using is_transparent = void;
    bool operator()(const DumplingOrigin& a, const DumplingOrigin& b) const;
  };
  Id find(const DumplingOrigin& by);

  std::array<Id, 64> recent_{};  // by a cheap hash: nearly always right
  std::map<DumplingOrigin, Id, Less> ids_;
  mutable std::mutex mutex_;  // for the list's growth
  std::deque<OwnedDumplingOrigin> list_;
};

}  // namespace netdumplings::hub
