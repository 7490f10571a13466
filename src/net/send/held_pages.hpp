// Which shared pages the socket of one connection may still hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "net/send/page_budget.hpp"

namespace netdumplings::net {

/// Pages that one thread has made one after the other, counted together. They are out of the budget until nobody holds
/// the batch any more.
class PageBatch {
 public:
  /// `budget` outlives the batch.
  explicit PageBatch(PageBudget& budget) : budget_(budget) {}
  ~PageBatch() { budget_.give_back(bytes_); }
  PageBatch(const PageBatch&) = delete;
  PageBatch& operator=(const PageBatch&) = delete;

  /// Adds pages of so many bytes. Returns false, and adds none, if the budget has fewer left.
  [[nodiscard]] bool add(std::size_t bytes) {
    if (!budget_.take(bytes)) return false;
    bytes_ += bytes;
    return true;
  }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  PageBudget& budget_;
  std::size_t bytes_ = 0;
};

/// Holds the batches whose pages lie in the socket's send queue. A socket lets a page go when the peer has acknowledged
/// what lies in it, in the order of sending. What the peer hasn't read by then is in its own receive queue, which the
/// kernel bounds and charges to the peer.
class HeldPages {
 public:
  /// Notes that the connection's bytes up to the `end`-th are in pages of `batch`. Returns whether that isn't the batch
  /// of the bytes before them.
  bool add(const std::shared_ptr<PageBatch>& batch, std::uint64_t end);
  /// Lets go of the batches that lie in the connection's first `acknowledged` bytes.
  void release(std::uint64_t acknowledged);
  [[nodiscard]] bool empty() const { return holds_.empty(); }

 private:
  struct Hold {
    std::shared_ptr<PageBatch> batch;
    std::uint64_t end;  // of its last byte on this connection
  };
  std::vector<Hold> holds_;  // the oldest first
};

}  // namespace netdumplings::net
