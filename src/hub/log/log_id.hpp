// What a log is called, for eaters that come back.
#pragma once

#include <array>
#include <cstdio>
#include <random>
#include <string>

namespace netdumplings::hub {

/// 32 hexadecimal digits that no other log has.
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
