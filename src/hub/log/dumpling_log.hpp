// The hub's log: every dumpling, once, as the WebSocket frame in which all eaters get it.
//
// A ring of chunks of one size. Frames stand one behind the other from a chunk's front, so that any run of them is one
// span of bytes to send; the index, an entry a frame, grows from the chunk's end towards them. When a frame doesn't
// fit, the next chunk begins, and when there are enough chunks, the oldest is used again. Memory is what the chunks
// are, whatever the eaters do. With a folder the chunks are files there, mapped into memory; all else is the same.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/defaults.hpp"
#include "common/log/line_limit.hpp"
#include "common/log/logging.hpp"
#include "common/result.hpp"
#include "hub/log/log_chunk.hpp"
#include "hub/log/log_folder.hpp"
#include "hub/log/sessions.hpp"

namespace netdumplings::hub {

/// One writer, any number of readers on other threads: the writer publishes with release what readers see with acquire.
class DumplingLog {
 public:
  using Position = LogChunk::Position;
  using Record = LogRecord;
  using Entry = IndexEntry;
  using Chunk = LogChunk;
  using Pin = ChunkPin;

  /// In memory. Room for `bytes` in all, in chunks of `chunk_bytes`, at least two.
  explicit DumplingLog(std::size_t bytes = defaults::log_size, std::size_t chunk_bytes = defaults::log_chunk);

  /// What a dumpling that was found is about: topics of an earlier hub mean nothing to this one.
  using TopicOf = std::function<std::uint32_t(std::string_view message)>;
  /// In a folder, with what is found there. The error says why not.
  static Result<std::unique_ptr<DumplingLog>> open(const std::string& folder, std::size_t bytes,
                                                   std::size_t chunk_bytes, const TopicOf& topic_of, Log log);
  /// Of a log in a folder: brings everything to the disk, so that it keeps its name over a restart of the machine too.
  ~DumplingLog();
  DumplingLog(const DumplingLog&) = delete;
  DumplingLog& operator=(const DumplingLog&) = delete;

  /// The longest message a chunk of this size can take.
  [[nodiscard]] std::size_t largest_message() const { return Chunk::largest_message(chunk_bytes_); }
  /// Writer: encodes the frame behind the last. Readers see it at once, and a killed hub has it when it comes back.
  /// False when the message is larger than that.
  bool append(const Record& record);
  /// Writer: the kitchens' sessions, which are remembered as long as the log is.
  [[nodiscard]] Sessions& sessions() { return sessions_; }

  /// What this log is called, for eaters that come back: no other log has the same.
  [[nodiscard]] const std::string& id() const { return id_; }

  /// The number that the next entry gets.
  [[nodiscard]] Position head() const { return head_.load(std::memory_order_acquire); }
  /// The chunk being written, and the oldest one there, as numbers that count the chunks.
  [[nodiscard]] std::uint64_t newest_chunk() const { return newest_chunk_.load(std::memory_order_acquire); }
  [[nodiscard]] std::uint64_t oldest_chunk() const { return oldest_chunk_.load(std::memory_order_acquire); }
  /// Chunk `number`, kept as it is; nothing when it has been used again since.
  [[nodiscard]] Pin pin(std::uint64_t number) const;

 private:
  friend class LogRecovery;
  DumplingLog(LogFolder folder, std::size_t bytes, std::size_t chunk_bytes, Log log);

  [[nodiscard]] std::atomic<Chunk*>& place_of(std::uint64_t chunk) { return ring_[chunk % ring_.size()]; }
  void next_chunk();
  void begin_chunk(Chunk& chunk, std::uint64_t number);
  Chunk& free_chunk();
  void retire_oldest();
  Chunk* unread_spare();
  Result<ChunkMemory> new_memory();
  Result<Chunk*> new_chunk();
  void tell_full(const std::string& why);

  std::optional<LogFolder> folder_;
  const std::string id_;
  const std::size_t chunk_bytes_;
  std::vector<std::atomic<Chunk*>> ring_;
  std::vector<std::unique_ptr<Chunk>> chunks_;  // all there are: those in the ring, and the spares
  std::vector<Chunk*> spares_;                  // out of the ring; maybe still being read
  std::atomic<std::uint64_t> newest_chunk_{0};
  std::atomic<std::uint64_t> oldest_chunk_{0};
  std::atomic<Position> head_{0};
  std::uint64_t next_serial_ = 0;
  std::int64_t newest_arrival_ = 0;
  Sessions sessions_;
  Log log_;
  LineLimit full_lines_;
};

}  // namespace netdumplings::hub
