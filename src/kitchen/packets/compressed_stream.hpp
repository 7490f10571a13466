// Decompresses a stream of bytes.
#pragma once

#include <memory>

#include "common/result.hpp"
#include "kitchen/packets/byte_stream.hpp"
#include "kitchen/packets/compression.hpp"

namespace netdumplings::kitchen {

/// Reads what `compressed` holds, one member (stream, frame) after the other, as the formats' own tools do: zero bytes
/// after a member are padding. Data that is cut off, damaged, or followed by something else is an error of read(). The
/// memory is bounded, however large the decompressed data is. Fails if this program can't read the format.
Result<std::unique_ptr<ByteStream>> make_compressed_stream(std::unique_ptr<ByteStream> compressed,
                                                           const Compression& compression);

}  // namespace netdumplings::kitchen
