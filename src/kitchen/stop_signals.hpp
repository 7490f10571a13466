// The kitchen's signals. SIGINT and SIGTERM: the first asks for a stop, the second ends the process at once. SIGHUP
// asks to reopen files, or for a stop if the terminal is gone.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "common/os/event.hpp"
#include "common/os/hangup.hpp"
#include "common/os/signal_watcher.hpp"

namespace netdumplings::kitchen {

class StopSignals {
 public:
  /// From now on SIGHUP waits for watch(): it may come while interfaces are opened. Throws std::system_error if the
  /// system has no descriptor left, as watch() does.
  StopSignals();
  /// Ends the watch. The signals stay blocked.
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// Blocks the signals in this thread, and so in all threads that it starts from now on, and waits for them on a
  /// thread of its own. Until then SIGINT and SIGTERM kill the process, as there is nothing to lose yet. Call it once.
  /// Both callbacks run on the watching thread. `on_stop` is called at the first signal. `on_hangup` is called at each
  /// SIGHUP, unless the process has lost its terminal: that is one more signal to stop.
  void watch(std::function<void()> on_stop, std::function<void()> on_hangup);

  /// Whether a stop was asked for. From any thread.
  [[nodiscard]] bool requested() const { return requested_.load(std::memory_order_relaxed); }
  /// Returns a descriptor that is readable once a stop was asked for.
  [[nodiscard]] int fd() const { return stop_.fd(); }
  /// Has `on_stuck` called, on the watching thread, when the packet thread has not noticed a stop after
  /// defaults::stop_grace: it waits for something. An empty `on_stuck` takes the earlier one back, which isn't running
  /// any more when this returns.
  void when_stuck(std::function<void()> on_stuck);

 private:
  [[nodiscard]] bool asks_to_reopen(int signal) const;
  void run(const std::function<void()>& on_stop, const std::function<void()>& on_hangup);
  void report_stuck();

  const Hangup hangup_;
  Event stop_;
  Event end_;  // of the watch
  std::optional<SignalWatcher> signals_;
  std::atomic<bool> requested_ = false;
  std::mutex mutex_;  // held while on_stuck_ runs
  std::function<void()> on_stuck_;
  std::thread thread_;
};

}  // namespace netdumplings::kitchen
