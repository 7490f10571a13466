// The hub's log: every dumpling, once, as the WebSocket frame in which all eaters get it.
//
// A ring of chunks of one size. Frames are stored one after the other from a chunk's front, so that any number of them
// in a row is one span of bytes to send; the index, one entry for each frame, grows from the chunk's end towards them.
// When a frame doesn't fit, the next chunk begins, and when there are enough chunks, the oldest is used again. The
// memory that the log takes doesn't depend on the eaters. With a folder the chunks are files in it, mapped into memory;
// all else is the same.
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

  /// Makes a log in memory that takes `bytes` in all, in chunks of `chunk_bytes`, at least two.
  explicit DumplingLog(std::size_t bytes = defaults::log_size, std::size_t chunk_bytes = defaults::log_chunk);

  /// Returns the topic of a dumpling that was found: the topics of an earlier hub mean nothing to this one.
  using TopicOf = std::function<std::uint32_t(std::string_view message)>;
  /// Opens the log in a folder and goes on with what is there. The error says why it can't.
  static Result<std::unique_ptr<DumplingLog>> open(const std::string& folder, std::size_t bytes,
                                                   std::size_t chunk_bytes, const TopicOf& topic_of, Log log);
  /// Brings all of a log in a folder to the disk, so that the log keeps its name even if the machine restarts.
  ~DumplingLog();
  DumplingLog(const DumplingLog&) = delete;
  DumplingLog& operator=(const DumplingLog&) = delete;

  // ---- for the writer

  /// The size of the longest message that the log takes.
  [[nodiscard]] std::size_t largest_message() const { return LogChunk::largest_message(chunk_bytes_); }
  /// Encodes the frame and appends it. Readers see it at once, and a hub that is killed has it when it comes back.
  /// False if the message is longer than largest_message(); then nothing is appended.
  bool append(const LogRecord& record);
  /// The kitchens' sessions, which are remembered as long as the log is.
  [[nodiscard]] Sessions& sessions() { return sessions_; }

  // ---- for readers

  /// The log's name, which eaters that come back ask for: no other log has the same.
  [[nodiscard]] const std::string& id() const { return id_; }
  /// The number that the next entry gets.
  [[nodiscard]] Position head() const { return head_.load(std::memory_order_acquire); }
  /// The chunk that is being written, and the oldest one, as numbers that count the chunks.
  [[nodiscard]] std::uint64_t newest_chunk() const { return newest_chunk_.load(std::memory_order_acquire); }
  [[nodiscard]] std::uint64_t oldest_chunk() const { return oldest_chunk_.load(std::memory_order_acquire); }
  /// Pins chunk `number`; the pin is empty if there is no such chunk, or if it has been used again since.
  [[nodiscard]] ChunkPin pin(std::uint64_t number) const;

 private:
  DumplingLog(LogFolder folder, std::size_t bytes, std::size_t chunk_bytes, Log log);

  [[nodiscard]] std::atomic<LogChunk*>& place_of(std::uint64_t chunk) { return ring_[chunk % ring_.size()]; }
  void take_over(std::vector<std::unique_ptr<LogChunk>> found, const TopicOf& topic_of);
  Result<void> make_ready();
  void next_chunk();
  void begin_chunk(LogChunk& chunk, std::uint64_t number);
  LogChunk& free_chunk();
  void retire_oldest();
  LogChunk* unread_spare();
  Result<ChunkMemory> new_memory();
  Result<LogChunk*> new_chunk();
  void log_full_disk(const std::string& why);

  std::optional<LogFolder> folder_;
  const std::string id_;
  const std::size_t chunk_bytes_;
  std::vector<std::atomic<LogChunk*>> ring_;
  std::vector<std::unique_ptr<LogChunk>> chunks_;  // all there are: those in the ring, and the spares
  std::vector<LogChunk*> spares_;                  // retired; readers may still have them
  std::atomic<std::uint64_t> newest_chunk_{0};
  LogChunk* being_written_ = nullptr;  // the newest chunk
  std::atomic<std::uint64_t> oldest_chunk_{0};
  std::atomic<Position> head_{0};
  std::uint64_t next_serial_ = 0;
  std::int64_t newest_arrival_ = 0;  // milliseconds since the epoch
  Sessions sessions_;
  Log log_;
  LineLimit full_disk_lines_;
};

}  // namespace netdumplings::hub
