// The one queue between the packet thread and the network thread.
//
// Dumplings lie back to back in segments. The packet thread fills the last chunk of them; the network thread takes
// whole chunks, and what it has taken is its own to read, without a lock, until the next take(). Taken dumplings still
// count against the bound and still wait, until they were sent (plain wire) or acknowledged; a lost connection puts
// them back to the front. Those that had been sent with a number are in doubt then, and are never dropped for want of
// room: each that is dropped was surely not delivered.
//
// With a spool, segments are files: dumplings get their numbers when they come, and outlive this process.
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

#include "kitchen/delivery/delivery_counts.hpp"
#include "kitchen/delivery/outbox_segment.hpp"
#include "kitchen/delivery/spool.hpp"
#include "kitchen/delivery/spool_health.hpp"

namespace netdumplings::kitchen {

/// What happens to a dumpling that finds the outbox full.
enum class WhenFull {
  drop_oldest,  // it is taken, the oldest that was never sent goes; put() never waits
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

  /// Dumplings in their order; the views live until the next take().
  struct Batch {
    std::uint64_t first = 0;  // the number of the first, the others follow one by one; 0: they have none
    std::vector<std::string_view> dumplings;
  };

  /// `size` bounds the bytes of all dumplings in memory, each with its bookkeeping. `on_first` is called, outside the
  /// lock and on the packet thread, when a dumpling comes after a take() that found nothing; `on_spool` likewise, even
  /// while put() waits, with why the spool takes no more, or "" when it does again. What the spool holds from an
  /// earlier run waits first.
  Outbox(std::size_t size, WhenFull when_full, std::function<void()> on_first, std::unique_ptr<Spool> spool = nullptr,
         std::function<void(const std::string&)> on_spool = {});
  ~Outbox();
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  // The packet thread's side.
  Put put(std::string_view dumpling);

  // The network thread's side.

  /// Takes the oldest dumplings not yet taken, chunks of them until `bytes` are reached; with `numbered`, such as have
  /// numbers without a gap, and no more than half of `size` beyond what isn't acknowledged.
  void take(std::size_t bytes, bool numbered, Batch& batch);
  /// The `count` oldest taken ones were given to the kernel, and that is that.
  void sent(std::size_t count);
  /// The hub has everything up to this number.
  void acknowledged(std::uint64_t number);
  /// What was taken and is neither sent nor acknowledged is to be taken again, first.
  void put_back();
  /// Drops the oldest one that waits.
  void refuse_oldest();
  /// The number of the next one to be taken, or what it will be.
  [[nodiscard]] std::uint64_t next_number() const;
  /// No more is sent. What is in memory is dropped as left at stop; what the spool has waits for the next run.
  void abandon();

  // From any thread.

  /// No more is taken: put() returns Put::closed, a waiting one too. What is in it stays and can be taken.
  void close();
  /// put() waits no more: what finds no room is left at stop.
  void hurry();
  [[nodiscard]] DeliveryCounts counts() const;
  /// Why the spool took nothing the last time, or "".
  [[nodiscard]] std::string spool_trouble() const;

 private:
  using Segment = std::shared_ptr<OutboxSegment>;
  struct Chunk;
  using Chunks = std::deque<Chunk>;

  Put take_in(std::unique_lock<std::mutex>& lock, std::string_view dumpling);
  bool make_room(std::unique_lock<std::mutex>& lock, std::size_t size);
  void wait_for_disk(std::unique_lock<std::mutex>& lock);
  bool has_room(std::size_t size);
  bool new_spool_segment(std::size_t size);
  Segment memory_segment(std::size_t size);
  void write_to(Segment segment);
  Put refuse(std::string_view dumpling);
  void append(std::string_view dumpling);
  void drop_oldest();
  void finish(Chunks& chunks, std::uint32_t count);
  void deliver(Chunks& chunks, std::uint32_t count);
  void release(Segment segment);
  void release_read();
  void skip_numbers(std::uint64_t next);
  void adopt_found();
  [[nodiscard]] bool nothing_waits() const { return taken_.empty() && again_.empty() && waiting_.empty(); }

  const std::size_t size_;
  const WhenFull when_full_;
  const std::function<void()> on_first_;
  const std::function<void(const std::string&)> on_spool_;

  mutable std::mutex mutex_;  // guards all below, but not the text of dumplings that are taken
  std::condition_variable room_;
  std::unique_ptr<Spool> spool_;
  SpoolHealth spool_health_;
  Chunks taken_;                   // the first ones; sent or about to be
  Chunks again_;                   // sent with numbers over a connection that was lost
  Chunks waiting_;                 // never sent
  Segment writing_;                // where the next dumpling goes, if it fits
  std::vector<Segment> read_;      // by the last take()
  std::vector<Segment> spare_;     // in memory, empty
  std::size_t memory_bytes_ = 0;   // of all dumplings in memory
  std::size_t taken_bytes_ = 0;    // of those taken, wherever they are
  std::uint64_t next_number_ = 1;  // to be given
  bool hungry_ = true;             // take() found nothing: tell of the next one
  bool hurried_ = false;
  bool closed_ = false;
  bool abandoned_ = false;
  DeliveryCounts counts_;
};

}  // namespace netdumplings::kitchen
