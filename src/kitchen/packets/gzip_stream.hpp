// gzip'd bytes -> the bytes that were compressed. Memory is bounded whatever they unpack to.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "kitchen/packets/byte_stream.hpp"

namespace netdumplings::kitchen {

inline constexpr std::array<std::uint8_t, 2> gzip_magic{0x1f, 0x8b};

/// One gzip member after the other, as gzip(1) reads them: zero bytes behind the last are padding. Data that ends in
/// the middle, is damaged, or is followed by something else is an error.
std::unique_ptr<ByteStream> make_gzip_stream(std::unique_ptr<ByteStream> compressed);

}  // namespace netdumplings::kitchen
