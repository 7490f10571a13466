// Bytes in a row, from a descriptor or out of a decompressor: what capture files are read from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "common/os/file_descriptor.hpp"
#include "common/result.hpp"

namespace netdumplings::kitchen {

class ByteStream {
 public:
  virtual ~ByteStream() = default;

  /// Fills the front of `out` and returns how much; 0 is the end. Waits for at least one byte. Error: why not, in one
  /// line that doesn't name the file.
  virtual Result<std::size_t> read(std::span<std::uint8_t> out) = 0;
};

/// Reads until `out` is full or the stream ends; returns how much of it was filled.
Result<std::size_t> read_fully(ByteStream& stream, std::span<std::uint8_t> out);

/// A file, pipe or socket. `stop_fd` (or -1) ends a wait for more bytes when it becomes readable, as if the stream had
/// ended; `before_wait` is called before each wait.
std::unique_ptr<ByteStream> make_fd_stream(FileDescriptor fd, int stop_fd, std::function<void()> before_wait);

/// `head`, then the rest of `stream`.
std::unique_ptr<ByteStream> make_chained_stream(std::span<const std::uint8_t> head, std::unique_ptr<ByteStream> stream);

}  // namespace netdumplings::kitchen
