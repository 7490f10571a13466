// A client's frames as bytes: masked, one unfragmented frame for each message.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "net/websocket/frame.hpp"

namespace netdumplings::net {

using Mask = std::array<char, 4>;

/// Appends a message, or a control frame, to `out` as one masked frame.
void append_client_frame(std::string& out, Opcode opcode, std::string_view payload, const Mask& mask);

struct FramesWithin {
  std::size_t whole = 0;  // frames that end within the bytes
  std::size_t end = 0;    // where the last frame that begins within the bytes ends
};
/// Looks at a client's frames, which lie back to back in `frames`: how they lie to its first `bytes`.
FramesWithin frames_within(std::string_view frames, std::size_t bytes);

/// Makes masks. RFC 6455, section 10.3, wants them unpredictable, also for a hub that has seen all earlier ones: so
/// they are the kernel's random bytes, 1,024 masks a call (some 10 ns each). The state of a fast generator could be
/// worked out from what it gave.
class MaskSource {
 public:
  const Mask& next() {
    if (used_ == masks_.size()) refill();
    return masks_[used_++];
  }

 private:
  void refill();

  std::array<Mask, 1024> masks_{};
  std::size_t used_ = masks_.size();
};

}  // namespace netdumplings::net
