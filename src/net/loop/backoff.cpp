#include "net/loop/backoff.hpp"

#include <algorithm>

#include "common/defaults.hpp"

namespace netdumplings::net {

Backoff::Backoff() : random_(std::random_device{}()), span_(defaults::reconnect_first) {}

std::chrono::nanoseconds Backoff::next() {
  const auto longest = span_;
  span_ = std::min<std::chrono::nanoseconds>(span_ * 2, defaults::reconnect_longest);
  return std::chrono::nanoseconds(
      std::uniform_int_distribution<std::chrono::nanoseconds::rep>(longest.count() / 2, longest.count())(random_));
}

void Backoff::reset() { span_ = defaults::reconnect_first; }

}  // namespace netdumplings::net
