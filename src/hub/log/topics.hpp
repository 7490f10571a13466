// Topics: the origins of dumplings that were seen, numbered. The log's index has each dumpling's topic, for eaters that
// choose.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>

#include "hub/log/dumpling_origin.hpp"

namespace netdumplings::hub {

/// Only grows, up to a bound. of() is for the thread that writes the log; at() may be called by any thread.
class Topics {
 public:
  using Id = std::uint32_t;
  /// The topic of an origin that isn't in the list, because the list is full or the origin is too long. Its readers
  /// have to look at the dumpling itself.
  static constexpr Id unlisted = 0;

  /// Returns the topic of `origin`, from now on always the same.
  Id of(const DumplingOrigin& origin);
  /// Returns the origin of a topic that of() returned and that isn't `unlisted`. Valid as long as this object lives.
  [[nodiscard]] const OwnedDumplingOrigin& at(Id id) const;

 private:
  struct Less {
    using is_transparent = void;
    bool operator()(const DumplingOrigin& a, const DumplingOrigin& b) const;
  };
  Id find(const DumplingOrigin& origin);

  struct Recent {
    Id id = unlisted;
    DumplingOrigin origin;  // in list_; means nothing if `id` is unlisted
  };
  std::array<Recent, 64> recent_{};  // what was found last for each value of a cheap hash
  std::map<DumplingOrigin, Id, Less> ids_;
  mutable std::mutex mutex_;  // guards the list while it grows
  std::deque<OwnedDumplingOrigin> list_;
};

}  // namespace netdumplings::hub
