// Keeps one noisy part from filling the log: a line a second, and how many were left out.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

namespace netdumplings::kitchen {

class LineLimit {
 public:
  using Clock = std::chrono::steady_clock;

  /// Whether a line may be written now; if not, it counts as left out.
  bool allows(Clock::time_point now) {
    if (wrote_ && now - last_ < std::chrono::seconds(1)) {
      ++left_out_;
      return false;
    }
    wrote_ = true;
    last_ = now;
    return true;
  }

  /// How many lines were left out since this was asked last.
  std::uint64_t take_left_out() { return std::exchange(left_out_, 0); }

 private:
  bool wrote_ = false;
  Clock::time_point last_{};
  std::uint64_t left_out_ = 0;
};

}  // namespace netdumplings::kitchen
