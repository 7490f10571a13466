// A clock that the test moves.
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "hub/kitchens/alarm_clock.hpp"

namespace netdumplings::hub {

class FakeAlarmClock final : public AlarmClock {
 public:
  [[nodiscard]] Clock::time_point now() const override { return now_; }
  void start(Clock::duration after, std::function<void()> call) override {
    at_ = now_ + after;
    call_ = std::move(call);
  }
  void advance(Clock::duration time) {
    now_ += time;
    if (call_ && now_ >= at_) std::exchange(call_, nullptr)();
  }

 private:
  Clock::time_point now_{std::chrono::hours(1)};
  Clock::time_point at_;
  std::function<void()> call_;
};

}  // namespace netdumplings::hub
