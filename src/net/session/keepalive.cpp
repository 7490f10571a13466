#include "net/session/keepalive.hpp"

#include <algorithm>

namespace netdumplings::net {

Keepalive::Clock::time_point Keepalive::next_look() const {
  const auto ping = std::max(heard_, pinged_) + limits_.ping;
  return std::min(ping, silent_at());
}

bool Keepalive::stalled(Clock::time_point now, Clock::time_point since, int held) {
  if (since == Clock::time_point::max()) return false;
  if (since != stalled_since_ || held < least_held_) {
    stalled_since_ = since;
    least_held_ = held;
    moved_ = now;
  }
  return now - moved_ > limits_.stalled;
}

}  // namespace netdumplings::net
