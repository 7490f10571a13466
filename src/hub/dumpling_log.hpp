// The hub's log: every dumpling, once, as the WebSocket frame in which all eaters get it.
//
// A ring of chunks of one size. Frames stand one behind the other from a chunk's front, so that any run of them is one
// span of bytes to send; the index, an entry a frame, grows from the chunk's end towards them. When a frame doesn't
// fit, the next chunk begins, and when there are enough chunks, the oldest is used again. Memory is what the chunks
// are, whatever the eaters do.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/defaults.hpp"
#include "net/frame.hpp"

namespace netdumplings::hub {

/// One writer, any number of readers on other threads: the writer publishes with release what readers see with acquire.
class DumplingLog {
 public:
  /// The number of an entry, counted from 0 over the log's life.
  using Position = std::uint64_t;

  /// What comes in.
  struct Record {
    std::string_view message;
    net::Opcode opcode = net::Opcode::text;
    std::uint32_t topic = 0;      // of Topics
    std::int64_t arrival_ms = 0;  // since the epoch
  };

  /// What the index keeps of a frame.
  struct Entry {
    std::uint32_t end;  // where the frame ends; it begins where the one before it ends
    std::uint32_t topic;
    std::int64_t arrival_ms;  // never less than that of the entry before
  };

  class Chunk;
  /// Keeps a chunk from being used again while it is read. Short-lived: one at a time a reader.
  class Pin {
   public:
    Pin() = default;
    explicit Pin(Chunk* chunk) : chunk_(chunk) {}
    ~Pin();
    Pin(Pin&& other) noexcept : chunk_(std::exchange(other.chunk_, nullptr)) {}
    Pin& operator=(Pin&& other) noexcept {
      std::swap(chunk_, other.chunk_);
      return *this;
    }
    explicit operator bool() const { return chunk_ != nullptr; }
    const Chunk* operator->() const { return chunk_; }

   private:
    Chunk* chunk_ = nullptr;
  };

  /// Room for `bytes` in all, in chunks of `chunk_bytes`, at least two.
  explicit DumplingLog(std::size_t bytes = defaults::log_size, std::size_t chunk_bytes = defaults::log_chunk);
  ~DumplingLog();
  DumplingLog(const DumplingLog&) = delete;
  DumplingLog& operator=(const DumplingLog&) = delete;

  /// The longest message a chunk of this size can take.
  [[nodiscard]] std::size_t largest_message() const;
  /// Writer: encodes the frame behind the last. Readers see it at once. False when the message is larger than that.
  bool append(const Record& record);

  /// What this log is called, for eaters that come back: no other log has the same.
  [[nodiscard]] const std::string& id() const { return id_; }

  /// The number that the next entry gets.
  [[nodiscard]] Position head() const { return head_.load(std::memory_order_acquire); }
  /// The chunk being written, and the oldest one there, as numbers counted from 0 over the log's life.
  [[nodiscard]] std::uint64_t newest_chunk() const { return newest_chunk_.load(std::memory_order_acquire); }
  [[nodiscard]] std::uint64_t oldest_chunk() const;
  /// Chunk `number`, kept as it is; nothing when it has been used again since.
  [[nodiscard]] Pin pin(std::uint64_t number) const;

 private:
  void open_chunk(std::uint64_t number);

  const std::string id_;
  const std::size_t chunk_bytes_;
  const std::size_t chunks_in_ring_;
  std::vector<std::atomic<Chunk*>> ring_;
  std::vector<std::unique_ptr<Chunk>>
      chunks_;  // all there are: those in the ring, and spares that were pinned when due
  std::vector<Chunk*> spares_;
  std::atomic<std::uint64_t> newest_chunk_{0};
  std::atomic<Position> head_{0};
  std::int64_t newest_arrival_ = 0;
};

/// Frames and index of one stretch of the log.
class DumplingLog::Chunk {
 public:
  explicit Chunk(std::size_t bytes);

  /// The number of its first entry, and how many there are so far.
  [[nodiscard]] Position first() const { return first_; }
  [[nodiscard]] std::uint32_t count() const { return count_.load(std::memory_order_acquire); }
  /// Where entry `i` of this chunk begins and ends.
  [[nodiscard]] std::size_t begin_of(std::uint32_t i) const { return i == 0 ? 0 : entry(i - 1).end; }
  [[nodiscard]] std::size_t end_of(std::uint32_t i) const { return entry(i).end; }
  [[nodiscard]] Entry entry(std::uint32_t i) const;
  [[nodiscard]] std::string_view bytes(std::size_t from, std::size_t to) const {
    return {memory_.get() + from, to - from};
  }
  /// The entry whose frame holds the byte at `offset`, which must be before the end of the last.
  [[nodiscard]] std::uint32_t entry_at(std::size_t offset) const;

 private:
  friend class DumplingLog;
  friend class Pin;
  static constexpr std::uint64_t nobody = ~std::uint64_t{0};

  [[nodiscard]] bool fits(std::size_t frame) const;
  void append(const Record& record, std::int64_t arrival_ms);
  void reset(std::uint64_t number, Position first);

  const std::size_t size_;
  std::unique_ptr<char[]> memory_;
  Position first_ = 0;
  std::atomic<std::uint32_t> count_{0};
  std::atomic<std::uint64_t> number_{nobody};
  std::atomic<std::uint32_t> pins_{0};
};

}  // namespace netdumplings::hub
