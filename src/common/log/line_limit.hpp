// Keeps log lines that a stranger or a broken part could cause by the thousand down to a few a second.
#pragma once

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

  explicit LineLimit(unsigned lines_a_second = 1) : allowed_(lines_a_second) {}

  /// Returns whether a line may be written now. If not, it counts as left out.
  bool allows(Clock::time_point now = Clock::now()) {
    if (now >= second_ends_) {
      second_ends_ = now + std::chrono::seconds(1);
      lines_ = 0;
    }
    if (lines_ == allowed_) {
      ++left_out_;
      return false;
    }
    ++lines_;
    return true;
  }

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
  unsigned allowed_;
  unsigned lines_ = 0;
  std::uint64_t left_out_ = 0;
  Clock::time_point second_ends_ = Clock::time_point::min();
};

}  // namespace netdumplings
