// What a fuzzer ends with when something doesn't hold.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace netdumplings::fuzz {

/// Not by way of std::cerr, which some fuzzers listen to.
inline void require(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

}  // namespace netdumplings::fuzz
