// Whether the other side of a connection is there, and takes what it is sent.
#pragma once

#include <chrono>

namespace netdumplings::net {

struct KeepaliveLimits {
  std::chrono::nanoseconds ping{};    // nothing was heard for so long: the peer is pinged
  std::chrono::nanoseconds silent{};  // nothing was heard for so long: the peer is gone
  std::chrono::nanoseconds stalled =
      std::chrono::nanoseconds::max();  // the peer took nothing for so long; max: no limit
  // A peer that is silent is there as long as its machine acknowledges what it is sent. For a server: a slow reader
  // answers a ping only after it has read what was sent before. Not for a client: whatever stands between it and its
  // hub may acknowledge, for ever.
  bool may_read_slowly = false;
};

/// Decides from times that it is given; has no clock and no timer. One for each connection, server and client alike.
class Keepalive {
 public:
  using Clock = std::chrono::steady_clock;

  Keepalive(const KeepaliveLimits& limits, Clock::time_point now) : limits_(limits), heard_(now), pinged_(now) {}

  /// Something came from the peer.
  void heard(Clock::time_point now) { heard_ = now; }
  /// Returns whether nothing was heard for the limit `silent`.
  [[nodiscard]] bool silent(Clock::time_point now) const { return now >= silent_at(); }
  /// Returns when it is silent, if nothing is heard until then.
  [[nodiscard]] Clock::time_point silent_at() const { return heard_ + limits_.silent; }
  /// Returns true if it is time to ping; then the next ping is due one interval later.
  bool ping_is_due(Clock::time_point now) {
    if (now - heard_ < limits_.ping || now - pinged_ < limits_.ping) return false;
    pinged_ = now;
    return true;
  }
  /// Returns when to look at the clock next, if nothing is heard until then.
  [[nodiscard]] Clock::time_point next_look() const;

  /// Returns whether nothing has moved for longer than the limit `stalled`. Call it again and again while data is
  /// pending. `since`: when the kernel last took data; time_point::max() if it would take more. `held`: bytes that the
  /// peer hasn't acknowledged. The kernel takes more only when a good part of its buffer is free again, which a slow
  /// reader may need minutes for: what the kernel still holds tells whether anything moves.
  bool stalled(Clock::time_point now, Clock::time_point since, int held);

 private:
  const KeepaliveLimits limits_;
  Clock::time_point heard_;
  Clock::time_point pinged_;
  // The stall that is watched: since when, the least that the kernel held of it, and when that became less.
  Clock::time_point stalled_since_;
  int least_held_ = 0;
  Clock::time_point moved_;
};

}  // namespace netdumplings::net
