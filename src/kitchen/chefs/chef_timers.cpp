#include "kitchen/chefs/chef_timers.hpp"

#include <algorithm>
#include <limits>

namespace netdumplings::kitchen {
namespace {

constexpr std::uint64_t longest = std::numeric_limits<std::int64_t>::max();

}  // namespace

std::uint64_t ChefTimers::elapsed_at(std::int64_t clock_ns) const {
  if (clock_ns <= last_ns_) return elapsed_;
  const auto passed = static_cast<std::uint64_t>(clock_ns) - static_cast<std::uint64_t>(last_ns_);
  return elapsed_ + std::min(passed, longest - elapsed_);
}

void ChefTimers::advance(std::int64_t clock_ns) {
  // A clock that nobody waits by may stand anywhere.
  if (!waiting_.empty()) elapsed_ = elapsed_at(clock_ns);
  last_ns_ = clock_ns;
}

void ChefTimers::start(std::size_t chef, std::uint64_t token, std::int64_t clock_ns, std::int64_t delay_ns) {
  advance(clock_ns);
  const auto delay = static_cast<std::uint64_t>(std::max<std::int64_t>(delay_ns, 0));
  waiting_.push({elapsed_ + std::min(delay, longest - elapsed_), started_++, chef, token});
}

void ChefTimers::run_due(std::int64_t clock_ns, const std::function<void(std::size_t, std::uint64_t)>& call) {
  if (waiting_.empty()) return;
  advance(clock_ns);
  const std::uint64_t end = started_;
  std::vector<Timer> started_meanwhile;
  while (!waiting_.empty() && waiting_.top().due <= elapsed_) {
    const Timer timer = waiting_.top();
    waiting_.pop();
    if (timer.number < end) {
      call(timer.chef, timer.token);
    } else {
      started_meanwhile.push_back(timer);
    }
  }
  for (const auto& timer : started_meanwhile) waiting_.push(timer);
}

std::chrono::nanoseconds ChefTimers::wait(std::int64_t clock_ns) const {
  if (waiting_.empty()) return std::chrono::nanoseconds::max();
  const std::uint64_t elapsed = elapsed_at(clock_ns);
  const std::uint64_t due = waiting_.top().due;
  return std::chrono::nanoseconds(due > elapsed ? static_cast<std::int64_t>(due - elapsed) : 0);
}

}  // namespace netdumplings::kitchen
