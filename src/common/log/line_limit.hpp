// Log lines that a client could make come by the thousand: a few a second, with a count of those left out.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace netdumplings {

class LineLimit {
 public:
  using Clock = std::chrono::steady_clock;

  explicit LineLimit(unsigned lines_a_second = 1) : allowed_(lines_a_second) {}

  /// Nothing when the line is to be left out, else what to put behind it: empty, or that others were left out before.
  std::optional<std::string> due(Clock::time_point now = Clock::now()) {
    if (now >= second_ends_) {
      second_ends_ = now + std::chrono::seconds(1);
      lines_ = 0;
    }
    if (lines_ == allowed_) {
      ++left_out_;
      return std::nullopt;
    }
    ++lines_;
    const std::uint64_t left_out = std::exchange(left_out_, 0);
    return left_out == 0 ? std::string() : " (" + std::to_string(left_out) + " more like it were left out)";
  }

 private:
  unsigned allowed_;
  unsigned lines_ = 0;
  std::uint64_t left_out_ = 0;
  Clock::time_point second_ends_ = Clock::time_point::min();
};

}  // namespace netdumplings
