// What time it is, and being called when it is later. Tests have a time of their own.
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
  /// Calls once, on its thread. Starting again, or destroying it, forgets the earlier call.
  virtual void start(Clock::duration after, std::function<void()> call) = 0;
};

class LoopAlarmClock final : public AlarmClock {
 public:
  explicit LoopAlarmClock(net::Loop& loop) : timer_(loop) {}
  [[nodiscard]] Clock::time_point now() const override { return Clock::now(); }
  void start(Clock::duration after, std::function<void()> call) override { timer_.start(after, std::move(call)); }

 private:
  net::Timer timer_;
};

}  // namespace netdumplings::hub
