#include "eaters/top/rates.hpp"

#include <algorithm>
#include <cmath>

namespace netdumplings::eaters::top {

void RateMeter::add(double now) {
  if (!first_) first_ = now;
  const auto number = static_cast<std::int64_t>(std::floor(now));
  Second& second = seconds_[static_cast<std::size_t>(number % window)];
  if (second.number != number) second = {number, 0};
  ++second.events;
}

std::optional<double> RateMeter::per_second(double now) const {
  if (!first_) return std::nullopt;
  const auto newest = static_cast<std::int64_t>(std::floor(now));
  std::uint64_t events = 0;
  for (const Second& second : seconds_) {
    if (second.number > newest - window && second.number <= newest) events += second.events;
  }
  // The oldest second that counts began up to ten seconds ago, and the newest isn't over yet.
  const double oldest = std::max(static_cast<double>(newest - window + 1), *first_);
  return static_cast<double>(events) / std::max(1.0, now - oldest);
}

void CounterRate::update(double count, double now) {
  const bool goes_on = count_ && count >= *count_ && now >= at_;
  if (!goes_on) {
    rate_.reset();
    growth_ = 0;
  } else if (now > at_) {
    growth_ = count - *count_;
    rate_ = growth_ / (now - at_);
  }
  count_ = count;
  at_ = now;
}

}  // namespace netdumplings::eaters::top
