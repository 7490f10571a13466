// Where a connection's data frames come from: encoded once, in memory that the source owns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace netdumplings::net {

/// Asked by its connection, on the connection's thread, whenever the peer's socket has room.
class FrameSource {
 public:
  virtual ~FrameSource() = default;
  /// The next bytes to send: whole frames, one behind the other. They stay where they are until taken(), which always
  /// follows. Empty: there is nothing to send.
  virtual std::string_view next() = 0;
  /// The kernel took the first `bytes` of what next() gave, maybe none. The source goes on behind the last frame that
  /// was touched, and copies what is missing of that frame to `rest`, which the connection sends itself.
  virtual void taken(std::size_t bytes, std::string& rest) = 0;
  /// The missing part of a frame that was cut has been given to the kernel too.
  virtual void cut_frame_sent() = 0;
};

}  // namespace netdumplings::net
