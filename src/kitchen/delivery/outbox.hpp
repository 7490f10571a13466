// The one queue between the packet thread and the network thread: which dumplings wait, in which order, under which
// numbers, and which are dropped. Where their bytes lie is the segment store's.
//
// The packet thread fills the last chunk of dumplings. The network thread takes whole chunks, and may read their texts,
// without a lock, until its next take(). Taken dumplings count against the bound until they were sent (plain wire) or
// acknowledged; after a lost connection they are first in the queue again. Those that were sent with a number are in
// doubt then: the hub may have them. They are never dropped for want of room, so that what counts as dropped was surely
// not delivered.
//
// With a spool, dumplings get their numbers when they come, and the next run of nd-sniff finds those that are left.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kitchen/delivery/delivery_counts.hpp"
#include "kitchen/delivery/segment_store.hpp"
#include "kitchen/delivery/spool.hpp"

namespace netdumplings::kitchen {

/// What happens to a dumpling that finds the outbox full.
enum class WhenFull {
  drop_oldest,  // it is taken, and the oldest that was never sent is dropped; put() never waits
  wait,         // put() waits until there is room
};

class Outbox {
 public:
  enum class Put {
    taken,
    taken_and_dropped,  // taken, and older ones were dropped for it
    dropped,            // not taken, and counted: it is too large, or no room can be made
    closed,             // not taken, and counted: no more are wanted
  };

  /// Dumplings in their order. The views are valid until the next take().
  struct Batch {
    std::uint64_t first = 0;  // the number of the first one; the others follow one by one. 0: they have none
    std::vector<std::string_view> dumplings;
  };

  /// `size` bounds what the dumplings in memory cost (SegmentStore::cost), in bytes. What the spool holds from an
  /// earlier run waits first.
  /// Both callbacks run on the packet thread, outside the lock. `on_first` is called when a dumpling comes after a
  /// take() that found none; `on_spool` with why the spool takes no more, or with "" when it does again, even while
  /// put() waits.
  Outbox(std::size_t size, WhenFull when_full, std::function<void()> on_first, std::unique_ptr<Spool> spool = nullptr,
         std::function<void(const std::string&)> on_spool = {});
  /// As abandon().
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  // Called on the packet thread.
  Put put(std::string_view dumpling);

  // Called on the network thread.

  /// Takes the oldest dumplings that are not taken, in chunks, until they cost `bytes`. With `numbered` it takes only
  /// dumplings whose numbers have no gap, and stops when half of `size` is taken and not acknowledged.
  void take(std::size_t bytes, bool numbered, Batch& batch);
  /// Counts the `count` oldest taken dumplings as delivered: over a plain wire, the kernel has them.
  void sent(std::size_t count);
  /// Counts all dumplings up to this number as delivered: the hub has them. Returns false, and counts none, if the hub
  /// can't have them all, because the last one was never sent in this session.
  bool acknowledged(std::uint64_t number);
  /// Begins a session with this name. What isn't acknowledged belongs to it, under its old numbers, and counts as never
  /// sent; the spool notes it.
  void start_session(const std::string& session);
  /// Puts the taken dumplings that are neither sent nor acknowledged back to the front of the queue.
  void put_back();
  /// Drops the oldest dumpling of all, and counts it as refused.
  void refuse_oldest();
  /// Returns the number of the next dumpling to be taken, or the number that it will get.
  [[nodiscard]] std::uint64_t next_number() const;
  /// Ends the sending. Dumplings in memory are dropped, and counted as left at stop; those in the spool wait for the
  /// next run.
  void abandon();

  // Called on any thread.

  /// Takes no more: put() returns Put::closed, also one that is waiting. What is in the outbox can still be taken.
  void close();
  /// Lets put() wait no more: dumplings that find no room are counted as left at stop.
  void hurry();
  [[nodiscard]] DeliveryCounts counts() const;
  /// Returns why the spool took nothing the last time, or "".
  [[nodiscard]] std::string spool_trouble() const;

 private:
  struct Chunk;
  using Chunks = std::deque<Chunk>;

  std::optional<Put> try_put(std::string_view dumpling);
  bool make_room(std::size_t size);
  Put refuse(std::size_t size);
  void append(std::string_view dumpling);
  void drop_oldest();
  bool take_chunk(Chunks& from, bool numbered, Batch& batch);
  void finish(Chunks& chunks, std::uint32_t count);
  void deliver(Chunks& chunks, std::uint32_t count);
  void adopt_found();
  [[nodiscard]] bool nothing_waits() const { return taken_.empty() && again_.empty() && waiting_.empty(); }

  const std::size_t size_;
  const WhenFull when_full_;
  const bool numbers_on_arrival_;  // there is a spool
  const std::function<void()> on_first_;
  const std::function<void(const std::string&)> on_spool_;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable room_;
  SegmentStore store_;
  // The dumplings that wait, oldest first: all of taken_, then all of again_, then all of waiting_.
  Chunks taken_;                   // sent, or about to be
  Chunks again_;                   // sent with numbers over a connection that was lost
  Chunks waiting_;                 // never sent
  std::size_t taken_cost_ = 0;     // of all in taken_
  std::uint64_t next_number_ = 1;  // to be given
  std::uint64_t sent_number_ = 0;  // the highest number that the hub may have of this session
  bool hungry_ = true;             // the last take() found nothing
  bool hurried_ = false;
  bool closed_ = false;
  bool abandoned_ = false;
  DeliveryCounts counts_;
};

}  // namespace netdumplings::kitchen
