// How to capture from live interfaces.
#pragma once

#include <cstddef>
#include <optional>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {

struct CaptureSettings {
  std::optional<std::size_t> buffer_size = {};      // bytes that the kernel keeps for each interface
  int snapshot_length = defaults::snapshot_length;  // most bytes to capture of each packet
  bool promiscuous = true;                          // take packets for other machines too
  bool immediate = false;                           // take each packet at once, instead of in batches
};

}  // namespace netdumplings::kitchen
