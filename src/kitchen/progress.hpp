// How far a file has been read, for a terminal: share, packets a second, time left.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace netdumplings::kitchen {

/// `43 % read, 1200000 packets, 350000/s, 12 s left`; what can't be known is left out. `share` is from 0 to 1.
std::string progress_line(std::optional<double> share, std::uint64_t packets, std::chrono::nanoseconds elapsed);

/// The packet thread's.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  /// `show` is given each new line, and an empty one at the end. It begins now.
  explicit Progress(std::function<void(const std::string& line)> show) : show_(std::move(show)), start_(Clock::now()) {}
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Whether a new line is due: some times a second, and not at once, as short files need none. Cheap.
  [[nodiscard]] bool due() const { return Clock::now() >= next_; }
  void tell(std::optional<double> share, std::uint64_t packets);

 private:
  std::function<void(const std::string& line)> show_;
  Clock::time_point start_;
  Clock::time_point next_ = start_ + std::chrono::milliseconds(200);
};

/// Whether standard error is a terminal, and how many characters fit into one of its lines.
std::optional<std::size_t> terminal_width();

}  // namespace netdumplings::kitchen
