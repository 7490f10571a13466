// A file descriptor that a Loop watches.
#pragma once

#include <functional>
#include <memory>

#include "net/loop/loop.hpp"

namespace netdumplings::net {

/// Calls `on_readable` on the loop's thread whenever `fd` has something to read; if the handler doesn't read it, it is
/// called again. The caller owns the descriptor, which outlives this and is made non-blocking. With an eventfd, this is
/// how a signal handler reaches a loop.
class Readable {
 public:
  Readable(Loop& loop, int fd, std::function<void()> on_readable);
  /// Stops watching. The handler isn't called any more.
  ~Readable();
  Readable(const Readable&) = delete;
  Readable& operator=(const Readable&) = delete;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace netdumplings::net
