// The way into a running eater from other threads and from signal handlers.
#pragma once

#include <atomic>

namespace netdumplings::eaters {

/// Counts requests to stop. request() may be called from anywhere, the rest on the eater's thread.
class StopRequest {
 public:
  /// Throws std::system_error when the system has no descriptor left.
  StopRequest();
  ~StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;

  /// Async-signal-safe; leaves errno as it was.
  void request() noexcept;

  /// Readable while there are requests that have not been taken.
  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool pending() const { return pending_.load(std::memory_order_relaxed) > 0; }
  /// Takes one request; false when there is none.
  bool take();

 private:
  static_assert(std::atomic<unsigned>::is_always_lock_free, "a signal handler counts in it");

  int fd_;
  std::atomic<unsigned> pending_{0};
};

}  // namespace netdumplings::eaters
