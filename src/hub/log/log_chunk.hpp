// One stretch of the log: frames and their index (log_layout.hpp says what stands where).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "hub/log/chunk_memory.hpp"
#include "hub/log/log_layout.hpp"
#include "hub/log/sessions.hpp"
#include "net/websocket/frame.hpp"

namespace netdumplings::hub {

/// What comes into the log.
struct LogRecord {
  std::string_view message;
  net::Opcode opcode = net::Opcode::text;
  std::uint32_t topic = 0;           // of Topics
  std::int64_t arrival_ms = 0;       // since the epoch
  Session* session = nullptr;        // the kitchen's, when it has one
  std::uint64_t session_number = 0;  // this dumpling's number in it
};

/// One writer, any number of readers, each of which holds a ChunkPin.
class LogChunk {
 public:
  /// The number of an entry, counted from 0 over the log's life.
  using Position = std::uint64_t;

  explicit LogChunk(ChunkMemory memory);

  /// The number of its first entry, and how many there are so far.
  [[nodiscard]] Position first() const { return first_; }
  [[nodiscard]] std::uint32_t count() const { return count_.load(std::memory_order_acquire); }
  /// Where entry `i` of this chunk begins and ends.
  [[nodiscard]] std::size_t begin_of(std::uint32_t i) const { return i == 0 ? frames_begin_ : entry(i - 1).end; }
  [[nodiscard]] std::size_t end_of(std::uint32_t i) const { return entry(i).end; }
  [[nodiscard]] IndexEntry entry(std::uint32_t i) const;
  [[nodiscard]] std::string_view bytes(std::size_t from, std::size_t to) const {
    return {memory_.data() + from, to - from};
  }
  /// The entry whose frame holds the byte at `offset`, which must be before the end of the last.
  [[nodiscard]] std::uint32_t entry_at(std::size_t offset) const;

  /// The longest message that a chunk of `bytes` takes however many marks there are.
  static std::size_t largest_message(std::size_t bytes);

 private:
  friend class DumplingLog;
  friend class LogRecovery;
  friend class ChunkPin;
  static constexpr std::uint64_t nobody = ~std::uint64_t{0};

  // The writer's.
  void begin(std::uint64_t number, std::uint64_t serial, Position first, Sessions& sessions);
  [[nodiscard]] bool fits(std::size_t message) const;
  bool mark(Session& session);  // false: there is no room for another mark
  void append(const LogRecord& record, std::int64_t arrival_ms);

  // Of a chunk that was found: reads what is whole, cuts off what isn't. No reader is there yet.
  enum class Found { whole, cut, nothing };
  Found recover();
  [[nodiscard]] bool is_unused() const;
  void recall(Sessions& sessions) const;
  void set_topic(std::uint32_t i, std::uint32_t topic);
  [[nodiscard]] std::string_view message(std::uint32_t i) const;

  [[nodiscard]] ChunkHeader* header() const { return reinterpret_cast<ChunkHeader*>(memory_.data()); }
  [[nodiscard]] char* index_at(std::uint32_t i) const;
  [[nodiscard]] char* mark_at(std::uint32_t i) const;
  [[nodiscard]] SessionMark read_mark(std::uint32_t i) const;
  [[nodiscard]] bool header_is_whole() const;
  [[nodiscard]] bool entry_is_whole(std::uint32_t i) const;
  [[nodiscard]] std::uint32_t checksum(const IndexEntry& entry, std::uint32_t i) const;
  [[nodiscard]] std::uint32_t checksum(const SessionMark& mark) const;

  ChunkMemory memory_;
  std::size_t frames_begin_ = 0;
  Position first_ = 0;
  std::atomic<std::uint32_t> count_{0};
  std::atomic<std::uint64_t> number_{nobody};
  std::atomic<std::uint32_t> pins_{0};
};

/// Keeps a chunk from being used again while it is read. Short-lived: one at a time a reader.
class ChunkPin {
 public:
  ChunkPin() = default;
  explicit ChunkPin(LogChunk* chunk) : chunk_(chunk) {}
  ~ChunkPin() {
    if (chunk_ != nullptr) chunk_->pins_.fetch_sub(1, std::memory_order_release);
  }
  ChunkPin(ChunkPin&& other) noexcept : chunk_(std::exchange(other.chunk_, nullptr)) {}
  ChunkPin& operator=(ChunkPin&& other) noexcept {
    std::swap(chunk_, other.chunk_);
    return *this;
  }
  explicit operator bool() const { return chunk_ != nullptr; }
  const LogChunk* operator->() const { return chunk_; }
  const LogChunk& operator*() const { return *chunk_; }

 private:
  LogChunk* chunk_ = nullptr;
};

}  // namespace netdumplings::hub
