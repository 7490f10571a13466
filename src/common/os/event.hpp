// A descriptor that one thread makes readable, and others poll.
#pragma once

#include "common/os/file_descriptor.hpp"

namespace netdumplings {

class Event {
 public:
  /// Throws std::system_error if the system has no descriptor left.
  Event();

  /// Makes the descriptor readable for good. May be called on any thread and in signal handlers.
  void set() const noexcept;
  /// Returns the descriptor. Only to be polled.
  [[nodiscard]] int fd() const { return fd_.get(); }

 private:
  FileDescriptor fd_;
};

}  // namespace netdumplings
