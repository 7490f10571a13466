// How much memory sockets may hold in pages that many connections are sent (page_pipe.hpp).
#pragma once

#include <atomic>
#include <cstddef>

#include "common/defaults.hpp"

namespace netdumplings::net {

/// One for all threads of a server; any thread may use it.
class PageBudget {
 public:
  /// `limit` is in bytes. A thread with fewer than `fewest_sharers` connections that could share pages sends copies.
  explicit PageBudget(std::size_t limit = defaults::shared_pages_limit,
                      std::size_t fewest_sharers = defaults::fewest_page_sharers)
      : limit_(limit), fewest_sharers_(fewest_sharers) {}
  PageBudget(const PageBudget&) = delete;
  PageBudget& operator=(const PageBudget&) = delete;

  /// Takes bytes out of the budget. Returns false, and takes none, if fewer are left.
  [[nodiscard]] bool take(std::size_t bytes) {
    std::size_t held = held_.load(std::memory_order_relaxed);
    do {
      if (bytes > limit_ - held) return false;
    } while (!held_.compare_exchange_weak(held, held + bytes, std::memory_order_relaxed));
    return true;
  }
  /// Gives back bytes that were taken.
  void give_back(std::size_t bytes) { held_.fetch_sub(bytes, std::memory_order_relaxed); }

  /// Returns the bytes that are taken: never more than limit().
  [[nodiscard]] std::size_t held() const { return held_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::size_t limit() const { return limit_; }
  [[nodiscard]] std::size_t fewest_sharers() const { return fewest_sharers_; }

 private:
  const std::size_t limit_;
  const std::size_t fewest_sharers_;
  std::atomic<std::size_t> held_{0};
};

}  // namespace netdumplings::net
