#include "kitchen/poke_schedule.hpp"

#include <algorithm>
#include <limits>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr std::int64_t latest_possible = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t earliest_possible = std::numeric_limits<std::int64_t>::min();

std::int64_t later(std::int64_t time, std::int64_t by) {
  return time > latest_possible - by ? latest_possible : time + by;
}

std::int64_t earlier(std::int64_t time, std::int64_t by) {
  return time < earliest_possible + by ? earliest_possible : time - by;
}

}  // namespace

std::optional<std::int64_t> PacketClock::due(std::int64_t packet_time) {
  if (!started_ || packet_time < earlier(latest_, interval_)) {
    start_again(packet_time);
    return packet_time;
  }
  // The gap has had all its pokes. There is none at its end.
  if (pokes_in_gap_ == defaults::max_pokes_in_gap && next_ <= packet_time) {
    start_again(packet_time);
    return std::nullopt;
  }
  if (next_ <= packet_time && next_ != latest_possible) {
    ++pokes_in_gap_;
    const std::int64_t now = next_;
    next_ = later(next_, interval_);
    return now;
  }
  pokes_in_gap_ = 0;
  latest_ = std::max(latest_, packet_time);
  return std::nullopt;
}

void PacketClock::start_again(std::int64_t packet_time) {
  started_ = true;
  latest_ = packet_time;
  pokes_in_gap_ = 0;
  next_ = later(packet_time, interval_);
}

std::optional<std::int64_t> PacketClock::last() const {
  if (!started_) return std::nullopt;
  return latest_;
}

bool SteadyClock::due(std::chrono::nanoseconds now) {
  if (now < next_) return false;
  const auto missed = (now - next_) / interval_;
  const auto room = std::chrono::nanoseconds::max() - next_;
  next_ = interval_ > room / (missed + 1) ? std::chrono::nanoseconds::max() : next_ + interval_ * (missed + 1);
  return true;
}

std::chrono::nanoseconds SteadyClock::wait(std::chrono::nanoseconds now) const {
  return std::max(next_ - now, std::chrono::nanoseconds::zero());
}

std::int64_t interval_from_seconds(double seconds) {
  constexpr double longest = 9e9;  // 285 years
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::min(seconds, longest) * 1e9));
}

}  // namespace netdumplings::kitchen
