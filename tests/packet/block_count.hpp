// How many basic blocks were run so far by code that is compiled with -fsanitize-coverage=trace-pc.
#pragma once

#include <cstdint>

namespace netdumplings {

std::uint64_t block_count();

}  // namespace netdumplings
