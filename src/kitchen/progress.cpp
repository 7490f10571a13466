#include "kitchen/progress.hpp"

#include <spdlog/fmt/fmt.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace netdumplings::kitchen {
namespace {

std::string duration(double seconds) {
  if (seconds < 60) return fmt::format("{:.0f} s", std::ceil(seconds));
  const auto minutes = static_cast<std::uint64_t>(std::min(seconds / 60, 1e15));
  if (minutes < 60) return fmt::format("{} min {} s", minutes, static_cast<int>(std::fmod(seconds, 60)));
  return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

}  // namespace

std::string progress_line(std::optional<double> share, std::uint64_t packets, std::chrono::nanoseconds elapsed) {
  const double seconds = std::chrono::duration<double>(elapsed).count();
  std::string line;
  if (share) line += fmt::format("{:.0f} % read, ", std::floor(std::clamp(*share, 0.0, 1.0) * 100));
  line += fmt::format("{} packets", packets);
  if (seconds > 0) line += fmt::format(", {:.0f}/s", static_cast<double>(packets) / seconds);
  if (share && *share > 0 && *share < 1) line += ", " + duration(seconds / *share - seconds) + " left";
  return line;
}

Progress::~Progress() { show_(""); }

void Progress::show(std::optional<double> share, std::uint64_t packets) {
  const auto now = Clock::now();
  next_ = now + defaults::progress_pause;
  show_(progress_line(share, packets, now - start_));
}

std::optional<std::size_t> terminal_width() {
  constexpr std::size_t usual = 80;
  if (isatty(STDERR_FILENO) == 0) return std::nullopt;
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : usual;
}

}  // namespace netdumplings::kitchen
