// TCP's flags, by their usual letters.
#pragma once

#include <cstdint>

namespace netdumplings::connection {

enum Flags : std::uint8_t { F = 1, S = 2, R = 4, A = 16, SA = S | A, FA = F | A, RA = R | A };

}  // namespace netdumplings::connection
