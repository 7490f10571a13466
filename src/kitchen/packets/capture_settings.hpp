// How live interfaces are captured from.
#pragma once

#include <cstddef>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {

struct CaptureSettings {
  std::size_t buffer_size = defaults::capture_buffer;  // bytes, the kernel's, for each interface
  int snapshot_length = defaults::snapshot_length;     // bytes of each packet, at most
  bool promiscuous = true;
  bool immediate = false;  // each packet at once, instead of in batches
};

}  // namespace netdumplings::kitchen
