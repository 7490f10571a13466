// Ctrl-C and SIGTERM, for a tool whose main thread may be waiting for whoever reads its output.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace netdumplings::eaters {

class Interrupts {
 public:
  /// Throws std::system_error when the system has no descriptor left.
  Interrupts();
  /// The signals stay blocked.
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

  /// Blocks both signals in this thread, and so in all that it starts from now on, and calls `on_interrupt` for each
  /// that comes, on a thread of its own. Call it once.
  void watch(std::function<void()> on_interrupt);
  /// When this returns, `on_interrupt` isn't running and will not be called any more.
  void end_watch();

  /// Readable from the first interrupt on.
  [[nodiscard]] int fd() const { return interrupted_fd_; }
  /// Whether there was one. From any thread.
  [[nodiscard]] bool any() const { return any_; }

 private:
  void run(const std::function<void()>& on_interrupt);

  int interrupted_fd_;
  int end_fd_;           // readable: the watch ends
  int signals_fd_ = -1;  // a signalfd
  std::atomic<bool> any_ = false;
  std::thread thread_;
};

}  // namespace netdumplings::eaters
