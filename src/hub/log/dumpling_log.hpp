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
#include <mutex>
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

  /// Opens the log in a folder and goes on with what is there. The error says why it can't. `on_wait` is called each
  /// second or so while it lasts.
  static Result<std::unique_ptr<DumplingLog>> open(const std::string& folder, std::size_t bytes,
                                                   std::size_t chunk_bytes, Log log,
                                                   const std::function<void()>& on_wait = {});
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
  /// Looks at the disk, if the log is in a folder. False while what is appended isn't stored there: its file system
  /// can't be written, or the newest file was removed, cut or exchanged. Then the log goes on in memory; when it is
  /// back on the disk, the sessions are set back to what was acknowledged.
  bool stored();
  /// Why stored() is false; "" if it isn't.
  [[nodiscard]] const std::string& fault() const { return fault_; }
  /// The kitchens' sessions, which are remembered as long as the log is.
  [[nodiscard]] Sessions& sessions() { return sessions_; }

  // ---- for readers

  /// The log's name, which eaters that come back ask for: no other log has the same.
  [[nodiscard]] const std::string& id() const { return id_; }
  /// The log's secret, under which the origins in its index are hashed.
  [[nodiscard]] const SipKey& key() const { return key_; }
  /// The number that the next entry gets.
  [[nodiscard]] Position head() const { return head_.load(std::memory_order_acquire); }
  /// The chunk that is being written, and the oldest one, as numbers that count the chunks.
  [[nodiscard]] std::uint64_t newest_chunk() const { return newest_chunk_.load(std::memory_order_acquire); }
  [[nodiscard]] std::uint64_t oldest_chunk() const { return oldest_chunk_.load(std::memory_order_acquire); }
  /// Pins chunk `number`; the pin is empty if there is no such chunk, or if it has been used again since. A chunk that
  /// was found on disk is checked when it is pinned first.
  [[nodiscard]] ChunkPin pin(std::uint64_t number) const;

 private:
  DumplingLog(LogFolder folder, std::size_t bytes, std::size_t chunk_bytes, Log log);

  [[nodiscard]] std::atomic<LogChunk*>& place_of(std::uint64_t chunk) { return ring_[chunk % ring_.size()]; }
  void take_over(std::vector<std::unique_ptr<LogChunk>> found);
  Result<void> make_ready();
  void check(LogChunk& chunk) const;
  [[nodiscard]] std::string why_not_stored() const;
  void leave_disk(const std::string& why);
  void return_to_disk();
  void next_chunk();
  void begin_chunk(LogChunk& chunk, std::uint64_t number);
  LogChunk& free_chunk();
  void retire_oldest();
  [[nodiscard]] bool is_usable(LogChunk& chunk) const;
  LogChunk* unread_spare();
  Result<ChunkMemory> new_memory();
  Result<LogChunk*> new_chunk();
  void log_full_disk(const std::string& why);

  std::optional<LogFolder> folder_;
  std::string id_;
  const SipKey key_;
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
  std::string fault_;                // why the log goes on in memory instead of on its disk
  std::size_t chunks_off_disk_ = 0;  // in memory, of a log in a folder
  LineLimit full_disk_lines_;
  mutable std::mutex check_mutex_;  // held while a chunk that was found is checked
};

}  // namespace netdumplings::hub
