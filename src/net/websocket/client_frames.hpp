// A client's data frames as bytes: one masked, unfragmented frame a message.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "net/websocket/frame.hpp"

namespace netdumplings::net {

using Mask = std::array<char, 4>;

void append_client_frame(std::string& out, Opcode opcode, std::string_view payload, const Mask& mask);

/// How many of the client's frames that lie back to back in `frames` end within its first `bytes`.
std::size_t count_whole_frames(std::string_view frames, std::size_t bytes);

/// Where masks come from. RFC 6455, section 10.3, wants them unpredictable, also for a hub that has seen all earlier
/// ones: so they are the kernel's random bytes, 1,024 masks a call (some 10 ns each), rather than made by a fast
/// generator whose state can be worked out from what it put out.
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
