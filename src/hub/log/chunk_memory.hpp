// The bytes of one chunk of the log: memory of this process, or a file that is mapped into it.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "common/os/file_descriptor.hpp"
#include "common/result.hpp"

namespace netdumplings::hub {

/// Unmapped when it is destroyed; a file stays where it is, with what was written.
class ChunkMemory {
 public:
  static ChunkMemory none() { return {nullptr, 0, {}, FileDescriptor()}; }
  /// Zeros. Throws std::bad_alloc.
  static ChunkMemory in_memory(std::size_t bytes);
  /// A new file of mode 0600, every byte of it allocated on the disk: a write to it can't fail any more. The error says
  /// why there is none; then nothing is left behind.
  static Result<ChunkMemory> new_file(const std::string& path, std::size_t bytes);
  /// A file that is there, as large as it is.
  static Result<ChunkMemory> old_file(const std::string& path);

  /// Whether files in this folder can be renewed.
  static bool renewable(const std::string& folder);

  ChunkMemory(ChunkMemory&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(other.size_),
        path_(std::move(other.path_)),
        file_(std::move(other.file_)) {}
  ChunkMemory& operator=(ChunkMemory&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(path_, other.path_);
    std::swap(file_, other.file_);
    return *this;
  }
  ~ChunkMemory();

  [[nodiscard]] char* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool on_disk() const { return !path_.empty(); }
  /// The file's path; "" without one.
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Whether renew() may be asked for. Only such pages may be lent.
  [[nodiscard]] bool renewable() const;
  /// Other pages in the place of these, whose content is lost here. Whoever still has the old ones keeps them as they
  /// were. False: the machine has none, and nobody may write here until it has.
  [[nodiscard]] bool renew();
  /// For sending from it: the file on disk that these bytes stand in from its begin on, where it is renewable; else -1.
  [[nodiscard]] int file() const { return file_.get(); }
  /// From now on a file on disk isn't renewable.
  void close_file() { file_.reset(); }
  /// Waits until what was written is on the disk. False when it can't be brought there.
  [[nodiscard]] bool sync() const;
  /// Takes the file's name away; the bytes stay until this is destroyed.
  void remove_file();

 private:
  ChunkMemory(void* data, std::size_t size, std::string path, FileDescriptor file)
      : data_(static_cast<char*>(data)), size_(size), path_(std::move(path)), file_(std::move(file)) {}

  char* data_;
  std::size_t size_;
  std::string path_;
  FileDescriptor file_;
};

}  // namespace netdumplings::hub
