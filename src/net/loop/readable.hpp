// A file descriptor watched by a Loop.
#pragma once

#include <functional>
#include <memory>

#include "net/loop/loop.hpp"

namespace netdumplings::net {

/// Calls `on_readable` on the loop's thread whenever `fd` has something to read; the handler reads it, or it is called
/// again. The descriptor stays the caller's, must outlive this, and is left non-blocking. With an eventfd, this is how
/// a signal handler reaches a loop.
class Readable {
 public:
  Readable(Loop& loop, int fd, std::function<void()> on_readable);
  /// The handler is not called any more.
  ~Readable();
  Readable(const Readable&) = delete;
  Readable& operator=(const Readable&) = delete;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace netdumplings::net
