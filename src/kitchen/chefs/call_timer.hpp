// Time spent in many short calls, measured on some of them.
#pragma once

#include <chrono>
#include <cstdint>

namespace netdumplings::kitchen {

/// The first calls are measured and then one in `every`, which stands for the others.
class CallTimer {
 public:
  using Clock = std::chrono::steady_clock;

  /// Counts a call; whether it is to be measured.
  bool next_is_measured() { return calls_++ < every || calls_ % every == 0; }
  /// What the call took that was just counted.
  void add(std::chrono::nanoseconds took) { spent_ += took * (calls_ <= every ? 1 : every); }

  [[nodiscard]] std::uint64_t calls() const { return calls_; }
  [[nodiscard]] std::chrono::nanoseconds spent() const { return spent_; }

 private:
  static constexpr int every = 64;

  std::uint64_t calls_ = 0;
  std::chrono::nanoseconds spent_{};
};

}  // namespace netdumplings::kitchen
