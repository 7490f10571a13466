// Ctrl-C and SIGTERM, for a tool whose main thread may be waiting for the program that reads its output.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <thread>

#include "common/os/event.hpp"
#include "common/os/signal_watcher.hpp"

namespace netdumplings::eaters {

class Interrupts {
 public:
  /// Throws std::system_error if the system has no descriptor left, as watch() does.
  Interrupts() = default;
  /// As end_watch(). The signals stay blocked.
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// Blocks both signals in this thread, and so in all threads that it starts from now on, and calls `on_interrupt` for
  /// each that comes, on a thread of its own. Call it once.
  void watch(std::function<void()> on_interrupt);
  /// Ends the watch. When this returns, `on_interrupt` isn't running and will not be called any more.
  void end_watch();

  /// Returns a descriptor that is readable from the first interrupt on.
  [[nodiscard]] int fd() const { return interrupted_.fd(); }
  /// Whether there was an interrupt. From any thread.
  [[nodiscard]] bool any() const { return any_; }

 private:
  void run(const std::function<void()>& on_interrupt);

  Event interrupted_;
  Event end_;  // of the watch
  std::optional<SignalWatcher> signals_;
  std::atomic<bool> any_ = false;
  std::thread thread_;
};

}  // namespace netdumplings::eaters
