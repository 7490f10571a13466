// Keeps log lines that a stranger or a broken part could cause by the thousand down to a few a second.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace netdumplings {

/// Used by one thread at a time.
class LineLimit {
 public:
  using Clock = std::chrono::steady_clock;

  /// After a silence, up to `burst` lines may be written at once; the default is what may be written in a second.
  explicit LineLimit(unsigned lines_a_second = 1, unsigned burst = 0)
      : pause_(Clock::duration(std::chrono::seconds(1)) / lines_a_second),
        credit_(pause_ * (std::max(burst, burst == 0 ? lines_a_second : 1U) - 1)) {}

  /// Returns whether a line may be written now. If not, it counts as left out.
  bool allows(Clock::time_point now = Clock::now()) {
    const auto due = std::max(due_, now);
    if (due - now > credit_) {
      ++left_out_;
      return false;
    }
    due_ = due + pause_;
    return true;
  }

  /// Returns how many lines were left out since the last call of take_left_out().
  [[nodiscard]] std::uint64_t left_out() const { return left_out_; }
  /// Returns how many lines were left out since the last call.
  std::uint64_t take_left_out() { return std::exchange(left_out_, 0); }

  /// Returns nothing if the line is to be left out, else the text to append to it: that earlier ones were left out, or
  /// nothing if none were. For lines that can carry this; others use allows() and take_left_out().
  std::optional<std::string> due(Clock::time_point now = Clock::now()) {
    if (!allows(now)) return std::nullopt;
    const auto left_out = take_left_out();
    return left_out == 0 ? std::string() : " (" + std::to_string(left_out) + " more like it were left out)";
  }

 private:
  Clock::duration pause_;   // between two lines, on average
  Clock::duration credit_;  // by how much a line may come before it is due
  Clock::time_point due_ = Clock::time_point::min();
  std::uint64_t left_out_ = 0;
};

}  // namespace netdumplings
