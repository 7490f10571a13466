// A stream of bytes, from a descriptor or out of a decompressor. Capture files are read from it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "common/os/file_descriptor.hpp"
#include "common/result.hpp"

namespace netdumplings::kitchen {

class ByteStream {
 public:
  virtual ~ByteStream() = default;

  /// Fills the front of `out` and returns how many bytes that are; 0 is the end. Waits for at least one byte. The error
  /// is one line that doesn't name the file.
  virtual Result<std::size_t> read(std::span<std::uint8_t> out) = 0;
};

/// Called when there are no bytes to read. Returns how long to wait for some until it is called again, or nothing if no
/// more are wanted: then the stream is at its end.
using BeforeWait = std::function<std::optional<std::chrono::nanoseconds>()>;

/// Reads until `out` is full or the stream ends, and returns how many bytes were filled.
Result<std::size_t> read_fully(ByteStream& stream, std::span<std::uint8_t> out);

/// Reads a file, pipe or socket, which it owns. When `stop_fd` (or -1) becomes readable, a wait for more bytes ends as
/// if the stream had ended. `before_wait`, if there is one, is called before each wait.
std::unique_ptr<ByteStream> make_fd_stream(FileDescriptor fd, int stop_fd, BeforeWait before_wait);

/// Reads a copy of `head`, then `stream`.
std::unique_ptr<ByteStream> make_chained_stream(std::span<const std::uint8_t> head, std::unique_ptr<ByteStream> stream);

}  // namespace netdumplings::kitchen
