// A clock for time-outs.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace netdumplings::connection {

/// Counts how much time passed on another clock, which may be set back: that counts as no time. Differences of its
/// readings are right also when the count wraps.
class ElapsedClock {
 public:
  /// Takes the other clock's time, in nanoseconds. Returns the new reading, in milliseconds.
  std::uint32_t advance(std::int64_t now_ns) {
    if (!is_running_) last_ns_ = now_ns;
    is_running_ = true;
    // A gap of years counts as a week: all time-outs are shorter, and the count must not come around within one.
    constexpr std::uint64_t longest_step = std::uint64_t{7} * 24 * 3600 * 1'000'000'000;
    const auto passed = static_cast<std::uint64_t>(now_ns) - static_cast<std::uint64_t>(last_ns_);
    if (now_ns > last_ns_) rest_ns_ += std::min(passed, longest_step);
    elapsed_ms_ += static_cast<std::uint32_t>(rest_ns_ / 1'000'000);
    rest_ns_ %= 1'000'000;
    last_ns_ = now_ns;
    return elapsed_ms_;
  }
  std::uint32_t reading() const { return elapsed_ms_; }

  /// Returns whether `time_out` has passed between a reading and now. It must be shorter than a week.
  bool is_over(std::uint32_t since, std::chrono::milliseconds time_out) const {
    return reading() - since >= static_cast<std::uint64_t>(time_out.count());
  }

 private:
  bool is_running_ = false;
  std::int64_t last_ns_ = 0;
  std::uint32_t elapsed_ms_ = 0;
  std::uint64_t rest_ns_ = 0;  // that aren't in elapsed_ms_ yet
};

}  // namespace netdumplings::connection
