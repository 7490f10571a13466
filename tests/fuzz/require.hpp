// What a fuzzer ends with when something doesn't hold.
#pragma once

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace netdumplings::fuzz {

inline void require(bool holds, std::string_view what) {
  if (holds) return;
  std::cerr << "broken: " << what << '\n';
  std::abort();
}

}  // namespace netdumplings::fuzz
