// What a count grew by since it was looked at last.
#pragma once

#include <utility>

namespace netdumplings::chefs::network {

/// Returns how much `now` is more than `last`, and makes it the last.
template <typename Count>
Count since_last(Count& last, Count now) {
  return now - std::exchange(last, now);
}

}  // namespace netdumplings::chefs::network
