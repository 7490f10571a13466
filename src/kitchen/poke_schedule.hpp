// Decides when chefs are poked. Has no clock: the caller says what time it is. Times and intervals are in nanoseconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace netdumplings::kitchen {

/// Returns the time `by` nanoseconds later, or the last one that can be counted. `by` must not be negative.
std::int64_t later(std::int64_t time, std::int64_t by);

/// Packet time: the packets of a file carry the clock with them, so the same file gives the same pokes every time.
///
/// The first poke is at the first packet's time, before that packet. Captures hold gaps of years, clocks that differ by
/// interface, and steps backwards. So the clock is the latest time so far, and doesn't go back, unless
/// defaults::packets_until_clock_goes_back packets in a row are more than an interval behind it: then the schedule
/// starts again at the time of the last of them, with a poke. When several pokes are due before a packet, only the
/// first of them runs, and the next one is due an interval after the packet. So there are never more pokes than
/// packets.
class PacketClock {
 public:
  explicit PacketClock(std::int64_t interval) : interval_(interval) {}

  /// Returns the time of the poke that is to run before a packet of time `packet_time`, if there is one. Call it once
  /// for each packet.
  std::optional<std::int64_t> due(std::int64_t packet_time);

  /// The same for a time without a packet, because a pipe is quiet. Moves the clock only if there is a poke.
  std::optional<std::int64_t> due_while_quiet(std::int64_t time);

  /// Returns how long it is from `time` until the next poke: at least 0, and the longest possible time if there were no
  /// packets. `time` must not be before last().
  [[nodiscard]] std::chrono::nanoseconds wait(std::int64_t time) const;

  /// Returns the time of the last poke, once no more packets come: the latest time since the schedule started. Returns
  /// nothing if there were no packets: then there are no pokes.
  [[nodiscard]] std::optional<std::int64_t> last() const;

 private:
  void start_again(std::int64_t packet_time);

  std::int64_t interval_;
  std::int64_t next_ = 0;
  std::int64_t latest_ = 0;
  int behind_ = 0;  // packets in a row
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
