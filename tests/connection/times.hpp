// Times in nanoseconds.
#pragma once

#include <cstdint>

namespace netdumplings::connection {

inline constexpr std::int64_t millisecond = 1'000'000;
inline constexpr std::int64_t second = 1'000 * millisecond;

}  // namespace netdumplings::connection
