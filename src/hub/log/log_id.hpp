// Names for logs.
#pragma once

#include <array>
#include <cstdio>
#include <random>
#include <string>

namespace netdumplings::hub {

/// Returns 32 random hexadecimal digits, a name that no other log has. Eaters that come back ask for it.
inline std::string random_log_id() {
  std::random_device random;
  std::string id;
  for (int i = 0; i < 4; ++i) {
    std::array<char, 9> word{};
    std::snprintf(word.data(), word.size(), "%08x", static_cast<unsigned>(random()));
    id += word.data();
  }
  return id;
}

}  // namespace netdumplings::hub
