// Signals as something to wait for, instead of handlers that interrupt the program anywhere.
#pragma once

#include <chrono>
#include <initializer_list>
#include <optional>

#include "common/os/file_descriptor.hpp"

namespace netdumplings {

/// For programs that make all their threads themselves: a thread that doesn't block the signals would be killed by
/// them. (An eater's program may have such threads, so the eater library uses net::Loop::on_signal().)
class SignalWatcher {
 public:
  /// Blocks `signals` in this thread, and so in all threads that it starts from now on. Throws std::system_error if the
  /// system has no descriptor left.
  SignalWatcher(std::initializer_list<int> signals);
  /// Leaves the signals blocked, so that one that comes while the program ends doesn't kill it.
  ~SignalWatcher() = default;
  SignalWatcher(const SignalWatcher&) = delete;
  SignalWatcher& operator=(const SignalWatcher&) = delete;

  /// Returns a descriptor that is readable while take() has something to return.
  [[nodiscard]] int fd() const { return fd_.get(); }
  /// Returns a signal that has come, each one once, or nothing if there is none. Never waits.
  [[nodiscard]] std::optional<int> take() const;
  /// Waits until a signal has come or `longest` has passed; without `longest`, until a signal has come. Returns false,
  /// at once, if `end_fd` is readable or becomes so.
  [[nodiscard]] bool wait(int end_fd, std::optional<std::chrono::milliseconds> longest = std::nullopt) const;

 private:
  FileDescriptor fd_;  // a signalfd
};

}  // namespace netdumplings
