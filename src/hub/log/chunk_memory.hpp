// The bytes of one chunk of the log: memory of this process, or a file that is mapped into it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <utility>

#include "common/result.hpp"

namespace netdumplings::hub {

/// Owns the mapping. A file stays where it is, with what was written, when its ChunkMemory is destroyed.
class ChunkMemory {
 public:
  static ChunkMemory none() { return {nullptr, 0}; }
  /// Returns zeros. Throws std::bad_alloc.
  static ChunkMemory in_memory(std::size_t bytes);
  /// Makes a file of mode 0600 and allocates every byte of it on the disk, so that a write to it can't fail any more.
  /// The error says why it couldn't; then no file is left.
  static Result<ChunkMemory> new_file(const std::string& path, std::size_t bytes);
  /// Maps all of an existing file, which must be ours and closed to others. The error says what is wrong with it.
  static Result<ChunkMemory> old_file(const std::string& path);

  ChunkMemory(ChunkMemory&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(other.size_),
        path_(std::move(other.path_)),
        file_(other.file_),
        allocated_(other.allocated_) {}
  ChunkMemory& operator=(ChunkMemory&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(path_, other.path_);
    std::swap(file_, other.file_);
    std::swap(allocated_, other.allocated_);
    return *this;
  }
  ~ChunkMemory();

  [[nodiscard]] char* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool on_disk() const { return !path_.empty(); }
  /// Returns the file's path, or "" if there is no file.
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Tells the system that the bytes will be read one after the other. Of a file that was found, it doesn't read ahead
  /// before.
  void expect_all_to_be_read() const;
  /// Allocates every byte of the file on the disk, if that hasn't been done yet, so that a write to it can't fail any
  /// more: a copy of a file may have holes. The error is the system's text.
  Result<void> allocate();
  /// Whether the file is still at its path, in its size.
  [[nodiscard]] bool file_is_in_place() const;
  /// Waits until what was written is on the disk. Returns false if it can't be brought there.
  [[nodiscard]] bool sync() const;
  /// Removes the file's name, if it is still there; the bytes stay until this is destroyed.
  void remove_file();

 private:
  // What a file is, whatever its path.
  struct FileId {
    dev_t device = 0;
    ino_t number = 0;
  };

  ChunkMemory(void* data, std::size_t size) : data_(static_cast<char*>(data)), size_(size) {}
  ChunkMemory(void* data, std::size_t size, std::string path, FileId file, bool allocated)
      : data_(static_cast<char*>(data)), size_(size), path_(std::move(path)), file_(file), allocated_(allocated) {}

  char* data_;
  std::size_t size_;
  std::string path_;
  FileId file_;
  bool allocated_ = true;
};

}  // namespace netdumplings::hub
