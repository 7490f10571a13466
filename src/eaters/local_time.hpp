// Times and durations as people read them.
#pragma once

#include <string>

namespace netdumplings::eaters {

/// Returns a time (seconds since the epoch) as local time, like `2018-01-20T14:42:11.040829`. Microseconds are rounded
/// half to even, and left out if they are zero. A time outside of the years 1 to 9999, or not finite, is returned as a
/// number.
std::string iso_local_time(double seconds);

/// Returns the same time like `2018-01-20 14:42:11`.
std::string plain_local_time(double seconds);

/// Returns a duration in seconds like `00:04:25`. Hours have as many digits as they need.
std::string hours_minutes_seconds(double seconds);

}  // namespace netdumplings::eaters
