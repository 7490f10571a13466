// When the hub's own dumpling is due.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

#include "net/loop/loop.hpp"

namespace netdumplings::hub {

/// Calls at fixed intervals on its loop's thread, which is also the thread that uses it. A call that is late doesn't
/// delay those after it; if the loop stood still for longer than an interval, the calls of that time become one.
class StatusSchedule {
 public:
  /// `interval` is positive; the loop must outlive the schedule.
  StatusSchedule(net::Loop& loop, std::chrono::nanoseconds interval, std::function<void()> on_due)
      : interval_(interval), on_due_(std::move(on_due)), timer_(loop) {}

  /// The first call comes after one interval.
  void start() {
    next_ = Clock::now();
    wait();
  }
  void stop() { timer_.cancel(); }

 private:
  using Clock = std::chrono::steady_clock;

  void wait() {
    const auto now = Clock::now();
    next_ = std::max(next_ + interval_, now);
    timer_.start(next_ - now, [this] {
      on_due_();
      wait();
    });
  }

  const std::chrono::nanoseconds interval_;
  const std::function<void()> on_due_;
  Clock::time_point next_;
  net::Timer timer_;
};

}  // namespace netdumplings::hub
