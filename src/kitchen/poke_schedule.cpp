#include "kitchen/poke_schedule.hpp"

#include <algorithm>
#include <limits>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr std::int64_t latest_possible = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t earliest_possible = std::numeric_limits<std::int64_t>::min();

std::int64_t earlier(std::int64_t time, std::int64_t by) {
  return time < earliest_possible + by ? earliest_possible : time - by;
}

}  // namespace

std::int64_t later(std::int64_t time, std::int64_t by) {
  return time > latest_possible - by ? latest_possible : time + by;
}

std::optional<std::int64_t> PacketClock::due(std::int64_t packet_time) {
  const bool behind = started_ && packet_time < earlier(latest_, interval_);
  behind_ = behind ? behind_ + 1 : 0;
  if (!started_ || behind_ == defaults::packets_until_clock_goes_back) {
    start_again(packet_time);
    return packet_time;
  }
  latest_ = std::max(latest_, packet_time);
  if (packet_time < next_ || next_ == latest_possible) return std::nullopt;
  const std::int64_t now = next_;
  next_ = later(next_, interval_);
  if (next_ <= packet_time) next_ = later(packet_time, interval_);
  return now;
}

std::optional<std::int64_t> PacketClock::due_while_quiet(std::int64_t time) {
  if (!started_ || time < next_) return std::nullopt;
  return due(time);
}

std::chrono::nanoseconds PacketClock::wait(std::int64_t time) const {
  if (!started_) return std::chrono::nanoseconds::max();
  return std::chrono::nanoseconds(next_ > time ? next_ - time : 0);
}

void PacketClock::start_again(std::int64_t packet_time) {
  started_ = true;
  latest_ = packet_time;
  behind_ = 0;
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
