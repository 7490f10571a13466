// A dumpling's time as people read it.
#pragma once

#include <string>

namespace netdumplings::eaters {

/// Seconds since the epoch as local time, `2018-01-20T14:42:11.040829`; microseconds, rounded half to even, are left
/// out when they are zero. A time no calendar has (not finite, or outside the years 1 to 9999) is shown as the number
/// it is.
std::string iso_local_time(double seconds);

/// The same as `2018-01-20 14:42:11`.
std::string plain_local_time(double seconds);

/// A duration as `00:04:25`; hours go on past 99.
std::string hours_minutes_seconds(double seconds);

}  // namespace netdumplings::eaters
