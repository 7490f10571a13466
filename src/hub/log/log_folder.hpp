// The folder of a log on disk: who may use it, which log it is, and its chunks' files.
//
//   DIR/lock         held by the hub that uses the folder; its process id
//   DIR/log          which log this is, and when it was last known to be whole
//   DIR/chunk-NNNN   a chunk each (log_layout.hpp), in no particular order
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "common/result.hpp"
#include "hub/log/chunk_memory.hpp"

namespace netdumplings::hub {

/// Used by one thread. Other files in the folder are left alone.
class LogFolder {
 public:
  /// Takes the folder, which is made when its parent is there; gives it back when destroyed. The error names the folder
  /// and what to do.
  static Result<LogFolder> open(const std::string& path);
  LogFolder(LogFolder&& other) noexcept;
  LogFolder& operator=(LogFolder&& other) = delete;
  ~LogFolder();

  /// The log's name. A log that may have lost entries that were seen already goes on under another name.
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The files that may be chunks, by name.
  [[nodiscard]] std::vector<std::string> chunk_paths() const;
  /// A file for one chunk more, all of it allocated; the error is the system's word for why not.
  Result<ChunkMemory> new_chunk(std::size_t bytes);
  /// The chunk of one of chunk_paths().
  [[nodiscard]] Result<ChunkMemory> old_chunk(const std::string& path) const;
  /// All of the log is on the disk: it keeps its name even when the machine goes down now.
  void mark_whole();

 private:
  LogFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  Result<void> identify();
  [[nodiscard]] Result<void> write_identity(const std::string& boot) const;

  std::string path_;
  int lock_;
  std::string id_;
  unsigned next_file_ = 0;
};

}  // namespace netdumplings::hub
