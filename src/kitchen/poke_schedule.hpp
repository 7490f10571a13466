// When chefs are poked. Pure logic: the caller says what time it is. Times and intervals are nanoseconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace netdumplings::kitchen {

/// Packet time: a file's packets carry the clock with them, and so the same file gives the same pokes every time.
///
/// The first poke is at the first packet's time, before it. Captures hold gaps of years and steps backwards: in a gap
/// at most defaults::max_pokes_in_gap due pokes run, then the schedule starts again at the packet's time: the next poke
/// is an interval later. A step back of more than one interval starts it again too, with a poke; smaller ones don't
/// move the clock.
class PacketClock {
 public:
  explicit PacketClock(std::int64_t interval) : interval_(interval) {}

  /// The next poke that is due before a packet of time `packet_time`; nothing when it is the packet's turn. To be
  /// called, and its pokes run, until it gives nothing.
  std::optional<std::int64_t> due(std::int64_t packet_time);

  /// The last poke, when no more packets come: at the latest time since the schedule started. No packets, no pokes.
  [[nodiscard]] std::optional<std::int64_t> last() const;

 private:
  void start_again(std::int64_t packet_time);

  std::int64_t interval_;
  std::int64_t next_ = 0;
  std::int64_t latest_ = 0;
  int pokes_in_gap_ = 0;
  bool started_ = false;
};

/// The steady clock, for live capture: the first poke at once, then one each interval. What was missed (a chef took
/// long, the process was stopped) is not made up for.
class SteadyClock {
 public:
  SteadyClock(std::chrono::nanoseconds interval, std::chrono::nanoseconds now) : interval_(interval), next_(now) {}

  /// Whether a poke is due now; if so, it counts as run.
  bool due(std::chrono::nanoseconds now);
  /// How long until the next one.
  [[nodiscard]] std::chrono::nanoseconds wait(std::chrono::nanoseconds now) const;

 private:
  std::chrono::nanoseconds interval_;
  std::chrono::nanoseconds next_;
};

/// An interval as the command line has it: at least one nanosecond, and no more than the clock can count.
std::int64_t interval_from_seconds(double seconds);

}  // namespace netdumplings::kitchen
