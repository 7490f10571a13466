// Decompressors of the formats in which captures are kept. Each holds a bounded amount of memory, whatever its input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "common/defaults.hpp"
#include "common/result.hpp"

namespace netdumplings::kitchen {

class Decompressor {
 public:
  virtual ~Decompressor() = default;
  Decompressor() = default;
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;

  /// How far one step came.
  struct Progress {
    std::size_t taken = 0;   // bytes of the input
    std::size_t made = 0;    // bytes of the output
    bool has_ended = false;  // the member, stream or frame is complete; the next one begins after what was taken
  };

  /// Decompresses a part of `in` to the front of `out`, which isn't empty. An empty `in` only asks for output that
  /// didn't fit before. The error ends a sentence that begins with the data: one of the two below. After one, or after
  /// an exception, nothing more can be decompressed.
  virtual Result<Progress> step(std::span<const std::uint8_t> in, std::span<std::uint8_t> out) = 0;
};

inline Error damaged(const std::string& why) { return Error{"is damaged: " + why}; }

/// `command` decompresses a file though it takes more memory.
inline Error needs_more_memory(const std::string& command) {
  return Error{"needs more than " + std::to_string(defaults::decompression_memory >> 20U) + " MiB of memory (" +
               command + " FILE | nd-sniff -r - reads it)"};
}

// Each throws std::bad_alloc if there is no memory. Those but gzip's are there if their library was found at build
// time.
std::unique_ptr<Decompressor> make_gzip_decompressor();
std::unique_ptr<Decompressor> make_zstd_decompressor();
std::unique_ptr<Decompressor> make_lz4_decompressor();
std::unique_ptr<Decompressor> make_xz_decompressor();
std::unique_ptr<Decompressor> make_bzip2_decompressor();

}  // namespace netdumplings::kitchen
