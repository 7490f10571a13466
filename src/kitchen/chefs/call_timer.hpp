// Estimates the time spent in many short calls by measuring some of them.
#pragma once

#include <chrono>
#include <cstdint>

namespace netdumplings::kitchen {

/// The first `every` calls are measured, and after that one call in `every`, which counts for the others.
class CallTimer {
 public:
  using Clock = std::chrono::steady_clock;

  /// Counts a call, and returns whether to measure it.
  bool next_is_measured() { return calls_++ < every || calls_ % every == 0; }
  /// Adds the time that the call took which was counted last.
  void add(std::chrono::nanoseconds took) { spent_ += took * (calls_ <= every ? 1 : every); }

  [[nodiscard]] std::uint64_t calls() const { return calls_; }
  [[nodiscard]] std::chrono::nanoseconds spent() const { return spent_; }

 private:
  static constexpr int every = 64;

  std::uint64_t calls_ = 0;
  std::chrono::nanoseconds spent_{};
};

}  // namespace netdumplings::kitchen
