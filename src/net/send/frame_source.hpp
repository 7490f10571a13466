// Where a connection's data frames come from: encoded once, in memory that the source owns.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "net/send/frame_run.hpp"

namespace netdumplings::net {

/// What is missing of a frame that was cut by a short write.
struct CutFrame {
  std::string own;                            // a copy; or
  std::shared_ptr<const std::string> shared;  // a frame that other connections send too,
  std::size_t from = 0;                       // from here on

  [[nodiscard]] std::string_view bytes() const { return shared ? std::string_view(*shared).substr(from) : own; }
  [[nodiscard]] bool empty() const { return bytes().empty(); }
};

/// Asked by its connection, on the connection's thread, whenever the peer's socket has room.
class FrameSource {
 public:
  virtual ~FrameSource() = default;
  /// Returns the next bytes to send: whole frames, one after the other. They stay where they are until taken(), which
  /// always follows. Returns no bytes if there is nothing to send.
  virtual FrameRun next() = 0;
  /// Notes that the kernel took the first `bytes` of what next() returned; there may be none. If that cut a frame, puts
  /// what is missing of it into `rest`, which is empty; the connection sends it. next() goes on after that frame.
  virtual void taken(std::size_t bytes, CutFrame& rest) = 0;
  /// The missing part of a frame that was cut has been given to the kernel too.
  virtual void cut_frame_sent() = 0;
};

}  // namespace netdumplings::net
