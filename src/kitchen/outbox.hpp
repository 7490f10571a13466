// The one queue between the packet thread and the network thread.
//
// Dumplings lie back to back in chunks. The packet thread fills the last chunk; the network thread takes whole chunks,
// and what it has taken is its own to read, without a lock, until it says how much of it was sent. Taken dumplings
// still count against the bound and still wait: a lost connection puts them back to the front.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "kitchen/delivery_counts.hpp"

namespace netdumplings::kitchen {

/// What happens to a dumpling that finds the outbox full.
enum class WhenFull {
  drop_oldest,  // it is taken, the oldest that isn't being sent goes; put() never waits
  wait,         // put() waits until there is room
};

class Outbox {
 public:
  enum class Put {
    taken,
    taken_and_dropped,  // taken, and older ones went for it
    dropped,            // not taken, and counted: too large, or no room to be made
    closed,             // not taken, and counted: no more are wanted
  };

  /// `size` bounds the bytes of all dumplings, each with its bookkeeping. `on_first` is called, outside the lock and on
  /// the packet thread, when a dumpling comes after a take() that found nothing.
  Outbox(std::size_t size, WhenFull when_full, std::function<void()> on_first);
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  // The packet thread's side.
  Put put(std::string_view dumpling);

  // The network thread's side.

  /// Appends the oldest dumplings not yet taken to `dumplings`, whole chunks of them until `bytes` are reached. The
  /// views live until sent() or put_back() covers them.
  void take(std::size_t bytes, std::vector<std::string_view>& dumplings);
  /// The `count` oldest taken ones were given to the kernel.
  void sent(std::size_t count);
  /// What was taken and not sent is to be taken again, first.
  void put_back();
  /// Drops everything as left at stop.
  void abandon();

  // From any thread.

  /// No more is taken: put() returns Put::closed, a waiting one too. What is in it stays and can be taken.
  void close();
  /// put() waits no more: what finds no room is left at stop.
  void hurry();
  [[nodiscard]] DeliveryCounts counts() const;

 private:
  struct Chunk;
  using Chunks = std::deque<std::unique_ptr<Chunk>>;

  bool make_room(std::unique_lock<std::mutex>& lock, std::size_t cost);
  Put refuse(std::string_view dumpling);
  void drop_oldest();
  void append(std::string_view dumpling);
  void release(Chunks& chunks);
  std::unique_ptr<Chunk> fresh_chunk();

  const std::size_t size_;
  const WhenFull when_full_;
  const std::function<void()> on_first_;

  mutable std::mutex mutex_;  // guards all below, but not the contents of chunks that are taken
  std::condition_variable room_;
  Chunks taken_;
  Chunks waiting_;
  std::vector<std::unique_ptr<Chunk>> spare_;
  std::size_t taken_bytes_ = 0;
  std::size_t waiting_bytes_ = 0;
  bool hungry_ = true;  // take() found nothing: tell of the next one
  bool hurried_ = false;
  bool closed_ = false;
  DeliveryCounts counts_;
};

}  // namespace netdumplings::kitchen
