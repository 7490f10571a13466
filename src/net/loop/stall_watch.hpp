// Whether a peer takes anything at all of what is pending for it.
#pragma once

#include <chrono>

namespace netdumplings::net {

/// The kernel takes more only when a good part of its buffer is free again, which a slow reader may need minutes for:
/// what it still holds tells whether anything moves.
class StallWatch {
 public:
  using Clock = std::chrono::steady_clock;

  /// To be asked again and again. `since`: when the kernel last took data, time_point::max() when it would take more;
  /// `held`: bytes that the peer hasn't acknowledged. Whether nothing has moved for longer than `limit`.
  bool stalled(Clock::time_point now, Clock::time_point since, int held, Clock::duration limit) {
    if (since == Clock::time_point::max()) return false;
    if (since != since_ || held < least_held_) {
      since_ = since;
      least_held_ = held;
      moved_ = now;
    }
    return now - moved_ > limit;
  }

 private:
  Clock::time_point since_;  // the stall that is watched, how little the kernel held of it, and since when
  Clock::time_point moved_;
  int least_held_ = 0;
};

}  // namespace netdumplings::net
