// The folder of a log on disk: which hub may use it, which log it is, and the files of its chunks.
//
//   DIR/lock         locked by the hub that uses the folder; has its process id
//   DIR/log          the log's name and secret, and since when the log is known to be whole
//   DIR/chunk-NNNN   one chunk each (log_layout.hpp), in no particular order
#pragma once

#include <cstddef>
#include <netdumplings/sip_hash.hpp>
#include <string>
#include <vector>

#include "common/result.hpp"
#include "hub/log/chunk_memory.hpp"

namespace netdumplings::hub {

/// Used by one thread. Other files in the folder are left alone.
class LogFolder {
 public:
  /// Locks the folder until this object is destroyed, and makes it if its parent exists. The error names the folder and
  /// says what to do.
  static Result<LogFolder> open(const std::string& path);
  LogFolder(LogFolder&& other) noexcept;
  LogFolder& operator=(LogFolder&& other) = delete;
  ~LogFolder();

  /// The log's name. A log that may have lost entries which readers have seen gets another name.
  [[nodiscard]] const std::string& id() const { return id_; }
  /// The log's secret, which stays the same as long as there is a log in the folder.
  [[nodiscard]] const SipKey& key() const { return key_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Returns the files that have the name of a chunk, sorted by name.
  [[nodiscard]] std::vector<std::string> chunk_paths() const;
  /// Makes a file for one more chunk, all of it allocated. The error is the system's text.
  Result<ChunkMemory> new_chunk(std::size_t bytes);
  /// Whether all of the log was on the disk when the hub that used it last ended.
  [[nodiscard]] bool was_whole() const { return was_whole_; }
  /// Writes a few bytes to a file of the folder. The error is the system's text: a file system may have met an error
  /// and take nothing any more, and some say so in no other way.
  [[nodiscard]] Result<void> try_to_write() const;
  /// Gives the log another name, because entries that readers have seen may be missing. The error names the folder.
  Result<void> give_new_name();
  /// Notes that all of the log is on the disk: it keeps its name even if the machine goes down now.
  void mark_whole();

 private:
  LogFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  Result<void> identify();
  [[nodiscard]] Result<void> write_identity(const std::string& boot) const;

  std::string path_;
  int lock_;
  std::string id_;
  SipKey key_;
  bool was_whole_ = false;
  unsigned next_file_ = 0;
};

}  // namespace netdumplings::hub
