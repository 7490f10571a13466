// Ctrl-C and SIGTERM: the first asks for a stop, the second ends the process at once. SIGHUP: whoever wants it.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

#include "common/os/file_descriptor.hpp"

namespace netdumplings::kitchen {

class StopSignals {
 public:
  StopSignals();
  /// Ends the watch. The signals stay blocked.
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// Blocks these signals in this thread, and so in all that it starts from now on, and waits for them in a thread of
  /// its own. Until then they kill, as there is nothing to lose yet. `on_stop` is called on that thread, at the first
  /// signal.
  /// `on_hangup`, where it is given, is called there at each SIGHUP; else SIGHUP is one more signal to stop.
  void watch(std::function<void()> on_stop, std::function<void()> on_hangup = {});

  [[nodiscard]] bool requested() const { return requested_.load(std::memory_order_relaxed); }
  /// Readable from the first signal on.
  [[nodiscard]] int fd() const { return stop_.get(); }
  /// `on_stuck` is called, on the watching thread, when defaults::stop_grace after the first signal the packet thread
  /// still waits for something. An empty one takes it back: once this returns, the earlier one isn't running any more.
  void when_stuck(std::function<void()> on_stuck);

 private:
  void run(const std::function<void()>& on_stop, const std::function<void()>& on_hangup);
  bool wait(bool in_grace);
  void tell_stuck();

  FileDescriptor stop_;
  FileDescriptor end_;  // readable: the destructor was called
  FileDescriptor signals_;
  std::atomic<bool> requested_ = false;
  std::mutex mutex_;  // held while on_stuck_ runs
  std::function<void()> on_stuck_;
  std::thread thread_;
};

}  // namespace netdumplings::kitchen
