// Shows on a terminal how far a file has been read: share, packets a second, time left.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {

/// Returns `43 % read, 1200000 packets, 350000/s, 12 s left`, without what can't be known. `share` is from 0 to 1.
std::string progress_line(std::optional<double> share, std::uint64_t packets, std::chrono::nanoseconds elapsed);

/// Used on the packet thread.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  /// `show` is called with each new line, and with an empty one at the end. The time is counted from now on.
  explicit Progress(std::function<void(const std::string& line)> show) : show_(std::move(show)), start_(Clock::now()) {}
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Returns whether a new line is due: every defaults::progress_pause, and not at once, because short files need none.
  /// Cheap.
  [[nodiscard]] bool due() const { return Clock::now() >= next_; }
  void show(std::optional<double> share, std::uint64_t packets);

 private:
  std::function<void(const std::string& line)> show_;
  Clock::time_point start_;
  Clock::time_point next_ = start_ + defaults::progress_pause;
};

/// Returns how many characters fit into a line of the terminal on standard error, or nothing if that is no terminal.
std::optional<std::size_t> terminal_width();

}  // namespace netdumplings::kitchen
