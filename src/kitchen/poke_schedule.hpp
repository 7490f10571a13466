// Decides when chefs are poked. Has no clock: the caller says what time it is. Times and intervals are in nanoseconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace netdumplings::kitchen {

/// Packet time: the packets of a file carry the clock with them, so the same file gives the same pokes every time.
///
/// The first poke is at the first packet's time, before that packet. Captures hold gaps of years and steps backwards.
/// In a gap, at most defaults::max_pokes_in_gap pokes run; then the schedule starts again at the packet's time, with
/// the next poke an interval later. A step back of more than an interval starts the schedule again too, with a poke;
/// smaller steps don't move the clock.
class PacketClock {
 public:
  explicit PacketClock(std::int64_t interval) : interval_(interval) {}

  /// Returns the time of the next poke that is due before a packet of time `packet_time`, or nothing if it is the
  /// packet's turn. Call it, and run the pokes, until it returns nothing.
  std::optional<std::int64_t> due(std::int64_t packet_time);

  /// Returns the time of the last poke, once no more packets come: the latest time since the schedule started. Returns
  /// nothing if there were no packets: then there are no pokes.
  [[nodiscard]] std::optional<std::int64_t> last() const;

 private:
  void start_again(std::int64_t packet_time);

  std::int64_t interval_;
  std::int64_t next_ = 0;
  std::int64_t latest_ = 0;
  int pokes_in_gap_ = 0;
  bool started_ = false;
};

/// The steady clock, for live capture: the first poke comes at once, then one each interval. Pokes that were missed,
/// because a chef took long or the process was stopped, are left out.
class SteadyClock {
 public:
  SteadyClock(std::chrono::nanoseconds interval, std::chrono::nanoseconds now) : interval_(interval), next_(now) {}

  /// Returns whether a poke is due now. If so, it counts as run.
  bool due(std::chrono::nanoseconds now);
  /// Returns the time until the next poke.
  [[nodiscard]] std::chrono::nanoseconds wait(std::chrono::nanoseconds now) const;

 private:
  std::chrono::nanoseconds interval_;
  std::chrono::nanoseconds next_;
};

/// Converts an interval of the command line to nanoseconds: at least one, and no more than the clock can count.
std::int64_t interval_from_seconds(double seconds);

}  // namespace netdumplings::kitchen
