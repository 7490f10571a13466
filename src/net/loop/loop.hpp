// The event loop of a thread, with timers and signals. Everything in net belongs to one Loop and is used only on the
// thread that runs it. Only post() and stop() may be called from any thread.
#pragma once

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>

namespace netdumplings::net {

class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Runs handlers until stop(). Throws what a handler throws.
  void run();
  /// Makes run() return. Handlers that haven't run yet are destroyed with the loop. From any thread.
  void stop();
  /// Runs `task` on the loop's thread, soon, and never inside this call. From any thread.
  void post(std::function<void()> task);
  /// Calls `handler` on the loop's thread each time one of `signals` arrives; they no longer kill the process. Unlike
  /// SignalWatcher, this uses signal handlers: an eater's program may have threads that don't block the signals.
  void on_signal(std::initializer_list<int> signals, std::function<void(int)> handler);

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// Calls back once. Starting it again or destroying it cancels the earlier call.
class Timer {
 public:
  explicit Timer(Loop& loop);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  void start(std::chrono::nanoseconds after, std::function<void()> on_expiry);
  void cancel();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace netdumplings::net
