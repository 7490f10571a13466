// How long to wait before the next try to connect.
#pragma once

#include <chrono>
#include <random>

namespace netdumplings::net {

/// The longest wait doubles from defaults::reconnect_first to defaults::reconnect_longest. Each wait is random, between
/// half of the longest and all of it, so that clients that lost the same hub don't all come back at once.
class Backoff {
 public:
  Backoff();

  /// Returns how long to wait now; the next wait is longer.
  std::chrono::nanoseconds next();
  /// Makes the next wait a short one again, after a success.
  void reset();

 private:
  std::minstd_rand random_;
  std::chrono::nanoseconds span_;
};

}  // namespace netdumplings::net
