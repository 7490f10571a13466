// A clock that calls back at a given time. Tests have one that they move themselves.
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "net/loop/loop.hpp"

namespace netdumplings::hub {

class AlarmClock {
 public:
  using Clock = std::chrono::steady_clock;

  virtual ~AlarmClock() = default;
  [[nodiscard]] virtual Clock::time_point now() const = 0;
  /// Calls `call` once, on the clock's thread, when `after` has passed. Starting again, or destroying the clock,
  /// cancels the earlier call.
  virtual void start(Clock::duration after, std::function<void()> call) = 0;
};

class LoopAlarmClock final : public AlarmClock {
 public:
  /// Calls back on the thread of `loop`, which must outlive the clock.
  explicit LoopAlarmClock(net::Loop& loop) : timer_(loop) {}
  [[nodiscard]] Clock::time_point now() const override { return Clock::now(); }
  void start(Clock::duration after, std::function<void()> call) override { timer_.start(after, std::move(call)); }

 private:
  net::Timer timer_;
};

}  // namespace netdumplings::hub
