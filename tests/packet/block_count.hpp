// Counts the basic blocks that ran so far, in code that is compiled with -fsanitize-coverage=trace-pc.
#pragma once

#include <cstdint>

namespace netdumplings {

std::uint64_t block_count();

}  // namespace netdumplings
