// Requests to stop an eater, from other threads and from signal handlers.
#pragma once

#include <atomic>

namespace netdumplings::eaters {

/// Counts requests to stop. request() may be called from any thread and from signal handlers; everything else is the
/// eater's thread's.
class StopRequest {
 public:
  /// Throws std::system_error if the system has no file descriptor left.
  StopRequest();
  ~StopRequest();
  StopRequest(const StopRequest&) = delete;
  StopRequest& operator=(const StopRequest&) = delete;

  /// Adds a request. It is async-signal-safe and keeps errno.
  void request() noexcept;

  /// Returns a descriptor that is readable while there are requests. It stays this object's.
  [[nodiscard]] int fd() const { return fd_; }
  /// Returns whether there are requests.
  [[nodiscard]] bool pending() const { return pending_.load(std::memory_order_relaxed) > 0; }
  /// Takes one request away. Returns false if there is none.
  bool take();

 private:
  static_assert(std::atomic<unsigned>::is_always_lock_free, "a signal handler changes it");

  int fd_;
  std::atomic<unsigned> pending_{0};
};

}  // namespace netdumplings::eaters
