// What chefs wait for: calls that they asked for after some time.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

namespace netdumplings::kitchen {

/// Has no clock: the caller says what time it is on a clock, in nanoseconds, which may be any that goes on with the
/// time. When it goes back, that counts as no time. Used on the packet thread.
class ChefTimers {
 public:
  /// Notes that the chef of this number wants to be called with `token` when `delay_ns`, which isn't negative, have
  /// passed since `clock_ns`.
  void start(std::size_t chef, std::uint64_t token, std::int64_t clock_ns, std::int64_t delay_ns);

  /// Calls `call` for each timer whose time has come, in the order of their times, those of equal time in the order in
  /// which they were started. Timers that are started meanwhile aren't called, even if their time has come.
  void run_due(std::int64_t clock_ns, const std::function<void(std::size_t chef, std::uint64_t token)>& call);

  [[nodiscard]] bool empty() const { return waiting_.empty(); }
  /// Returns how long it is until the next timer's time comes, or the longest possible time if there is none.
  [[nodiscard]] std::chrono::nanoseconds wait(std::int64_t clock_ns) const;

 private:
  struct Timer {
    std::uint64_t due;     // as elapsed_ has it
    std::uint64_t number;  // they are counted
    std::size_t chef;
    std::uint64_t token;
    bool operator>(const Timer& other) const { return due != other.due ? due > other.due : number > other.number; }
  };

  [[nodiscard]] std::uint64_t elapsed_at(std::int64_t clock_ns) const;
  void advance(std::int64_t clock_ns);

  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> waiting_;
  std::uint64_t started_ = 0;
  std::uint64_t elapsed_ = 0;  // nanoseconds
  std::int64_t last_ns_ = 0;   // of the clock
};

}  // namespace netdumplings::kitchen
