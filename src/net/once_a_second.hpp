// Log lines that a client could make come by the thousand: one a second, with a count of those left out.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace netdumplings::net {

class OnceASecond {
 public:
  /// Nothing when the line is to be left out, else what to put behind it: empty, or ` (and 12 more like it)`.
  std::optional<std::string> due(std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now()) {
    if (now < next_) {
      ++left_out_;
      return std::nullopt;
    }
    next_ = now + std::chrono::seconds(1);
    std::string more = left_out_ > 0 ? " (and " + std::to_string(left_out_) + " more like it before)" : std::string();
    left_out_ = 0;
    return more;
  }

 private:
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::time_point::min();
  std::uint64_t left_out_ = 0;
};

}  // namespace netdumplings::net
