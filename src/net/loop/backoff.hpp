// How long to wait before the next try to reach a hub.
#pragma once

#include <chrono>
#include <random>

namespace netdumplings::net {

/// Doubles from defaults::reconnect_first to defaults::reconnect_longest. Each wait is drawn from the upper half of its
/// span, so that those who lost the same hub don't all come back at once.
class Backoff {
 public:
  Backoff();

  std::chrono::nanoseconds next();
  /// After a success: the next wait is a short one again.
  void reset();

 private:
  std::minstd_rand random_;
  std::chrono::nanoseconds span_;
};

}  // namespace netdumplings::net
