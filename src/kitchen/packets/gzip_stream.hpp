// Decompresses gzip. The memory is bounded, however large the decompressed data is.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "kitchen/packets/byte_stream.hpp"

namespace netdumplings::kitchen {

inline constexpr std::array<std::uint8_t, 2> gzip_magic{0x1f, 0x8b};

/// Reads one gzip member after the other, as gzip(1) does: zero bytes after a member are padding. Data that is cut off,
/// damaged, or followed by something else is an error.
std::unique_ptr<ByteStream> make_gzip_stream(std::unique_ptr<ByteStream> compressed);

}  // namespace netdumplings::kitchen
