// One stretch of the log: frames and their index (log_layout.hpp describes the bytes).
#pragma once

#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <netdumplings/sip_hash.hpp>
#include <string_view>
#include <utility>

#include "hub/log/chunk_memory.hpp"
#include "hub/log/log_layout.hpp"
#include "hub/log/sessions.hpp"
#include "net/websocket/frame.hpp"

namespace netdumplings::hub {

class ChunkPin;

/// What comes into the log.
struct LogRecord {
  std::string_view message;
  net::Opcode opcode = net::Opcode::text;
  OriginHash origin{};               // under the log's key
  std::int64_t arrival_ms = 0;       // since the epoch
  Session* session = nullptr;        // the kitchen's; null if it has none
  std::uint64_t session_number = 0;  // this dumpling's number in the session
};

/// Written by one thread, and read by any number of others, each of which holds a ChunkPin.
///
/// A chunk is used again and again. Each time it has another number, and it is never changed while a reader has it:
/// readers pin, then check the chunk's number; the writer clears the number, then checks for pins. At least one of them
/// sees the other, since all threads see these four steps in the same order (they are sequentially consistent). So
/// either the reader gives its pin back without having read anything, or the writer leaves the chunk alone.
class LogChunk {
 public:
  /// The number of an entry, counted from 0 over the log's life.
  using Position = std::uint64_t;

  /// `key` is that of the log, to which its chunks belong.
  LogChunk(ChunkMemory memory, const SipKey& key) : memory_(std::move(memory)), key_(key) {}

  /// Pins the chunk if its number is `number`; otherwise the pin is empty. May be called by any thread, at any time.
  [[nodiscard]] ChunkPin try_pin(std::uint64_t number);

  // ---- for readers that have a pin, and for the writer

  /// The number of its first entry, and how many entries there are so far.
  [[nodiscard]] Position first() const { return first_; }
  [[nodiscard]] std::uint32_t count() const { return count_.load(std::memory_order_acquire); }
  /// Where the frame of entry `i` of this chunk begins and ends, in bytes from the chunk's begin.
  [[nodiscard]] std::size_t begin_of(std::uint32_t i) const { return i == 0 ? frames_begin_ : entry(i - 1).end; }
  [[nodiscard]] std::size_t end_of(std::uint32_t i) const { return entry(i).end; }
  [[nodiscard]] const IndexEntry& entry(std::uint32_t i) const { return *index_at(i); }
  [[nodiscard]] std::string_view bytes(std::size_t from, std::size_t to) const {
    return {memory_.data() + from, to - from};
  }
  /// Returns the message of entry `i`, which is the payload of its frame.
  [[nodiscard]] std::string_view message(std::uint32_t i) const;
  /// Returns the entry whose frame has the byte at `offset`, which must be before the end of the last frame.
  [[nodiscard]] std::uint32_t entry_at(std::size_t offset) const;

  // ---- for the writer

  /// Returns the size of the longest message that a chunk of `bytes` takes, however many marks there are.
  static std::size_t largest_message(std::size_t bytes);

  /// Begins an empty chunk under `number`, which readers can pin from now on. The chunk must be new, or
  /// try_reuse() must have succeeded. `serial` grows from chunk to chunk over the log's life; `first` is the number of
  /// its first entry. All of `sessions` get a mark in it, as far as there is room.
  void begin(std::uint64_t number, std::uint64_t serial, Position first, Sessions& sessions);
  /// Whether there is room for one more message of `message` bytes.
  [[nodiscard]] bool fits(std::size_t message) const {
    return frames_end_ + net::max_server_header + message + unused_end +
               (std::size_t{count()} + 1) * sizeof(IndexEntry) <=
           memory_.size();
  }
  /// Makes sure that `session` has a mark in this chunk. False if there is no room for one.
  bool mark(Session& session);
  /// Appends an entry, which must fit; readers see it at once.
  void append(const LogRecord& record, std::int64_t arrival_ms);

  /// Clears the number: nobody can pin the chunk any more. Those that have a pin read on.
  void retire();
  /// Makes a chunk that was retired ready for begin(). False if a reader still has it.
  [[nodiscard]] bool try_reuse();
  /// Removes the file, if the chunk is on disk, and unmaps the memory. The chunk must be ready for begin(), which then
  /// needs other memory.
  void drop_memory();
  void set_memory(ChunkMemory memory);
  /// The file's path, or "" if the chunk isn't on disk.
  [[nodiscard]] const std::string& path() const { return memory_.path(); }
  [[nodiscard]] bool on_disk() const { return memory_.on_disk(); }
  /// Whether its file is where it was, in its size.
  [[nodiscard]] bool file_is_in_place() const { return memory_.file_is_in_place(); }
  /// Allocates the file on the disk, if it was found there. The error is the system's text.
  Result<void> allocate() { return memory_.allocate(); }
  /// The size of its memory in bytes.
  [[nodiscard]] std::size_t size() const { return memory_.size(); }

  /// Waits until all that was written is on the disk. False if it can't be brought there. A chunk that was found is
  /// taken to be on the disk, unless may_be_unsynced() says otherwise.
  [[nodiscard]] bool sync() const { return synced_ || memory_.sync(); }
  void may_be_unsynced() { synced_ = false; }

  // ---- of a chunk that was found in a folder

  /// Reads the header, for the writer; there are no readers yet. False if it isn't whole, or that of another log's
  /// chunk. From now on until check(), count() is what the header says.
  [[nodiscard]] bool read_header();
  /// Whether a chunk without a header never had one.
  [[nodiscard]] bool is_unused() const;
  [[nodiscard]] std::uint64_t serial() const { return header()->serial; }
  /// Says where the next chunk's entries begin, for the writer: this one has none from `end` on. Call it before
  /// check().
  void end_at(Position end) { end_ = end; }
  /// Gives the chunk its number.
  void take_over(std::uint64_t number);
  /// Whether its entries have been checked, or were written by this hub.
  [[nodiscard]] bool is_checked() const { return checked_.load(std::memory_order_acquire); }
  /// Checks entry by entry what is there, and cuts off what isn't whole. False if that isn't what the header says. For
  /// a reader that has a pin, one at a time; and for the writer, before take_over().
  bool check();
  /// As check(), of the log's newest chunk, for the writer: the next entry can be written after it. The error says why
  /// it can't.
  Result<bool> check_newest();
  /// Adds what the chunk says of kitchens' sessions to `sessions`.
  void recall(Sessions& sessions) const;

 private:
  friend class ChunkPin;
  static constexpr std::uint64_t no_number = ~std::uint64_t{0};
  // The check of a dumpling may read 64 bytes after it: in the last frame, these are the entry of the frame and this
  // end.
  static constexpr std::size_t unused_end = sizeof(IndexEntry);

  [[nodiscard]] ChunkHeader* header() const { return reinterpret_cast<ChunkHeader*>(memory_.data()); }
  [[nodiscard]] IndexEntry* index_at(std::uint32_t i) const {
    return reinterpret_cast<IndexEntry*>(memory_.data() + memory_.size() - unused_end) - i - 1;
  }
  [[nodiscard]] char* mark_at(std::uint32_t i) const;
  [[nodiscard]] SessionMark read_mark(std::uint32_t i) const;
  [[nodiscard]] bool header_is_whole() const;
  [[nodiscard]] std::uint32_t header_crc() const;
  [[nodiscard]] std::uint32_t most_entries() const;
  [[nodiscard]] bool entry_is_whole(std::uint32_t i) const;
  [[nodiscard]] std::uint32_t whole_entries() const;
  void cut(std::uint32_t whole);
  [[nodiscard]] std::uint32_t checksum(const IndexEntry& entry, std::uint32_t i) const;
  [[nodiscard]] std::uint32_t checksum(const SessionMark& mark) const;

  ChunkMemory memory_;
  const SipKey key_;
  std::size_t frames_begin_ = 0;
  std::size_t frames_end_ = 0;  // where the next frame begins; for the writer
  Position first_ = 0;
  std::atomic<std::uint32_t> count_{0};
  std::atomic<std::uint64_t> number_{no_number};
  std::atomic<std::uint32_t> pins_{0};
  std::atomic<bool> checked_{true};
  Position end_ = ~Position{0};  // the number of the next chunk's first entry, of a chunk that was found
  bool synced_ = false;          // nothing was written since it was found, and before all was on the disk
  bool ready_ = true;            // for begin(): it has no number, and no reader has it
};

/// Keeps a chunk from being used again while it is read. Hold it only while you read, one at a time for each reader.
class ChunkPin {
 public:
  ChunkPin() = default;
  ~ChunkPin() {
    if (chunk_ == nullptr) return;
    [[maybe_unused]] const std::uint32_t before = chunk_->pins_.fetch_sub(1, std::memory_order_release);
    assert(before > 0);
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
  friend class LogChunk;
  explicit ChunkPin(LogChunk* chunk) : chunk_(chunk) {}

  LogChunk* chunk_ = nullptr;
};

}  // namespace netdumplings::hub
