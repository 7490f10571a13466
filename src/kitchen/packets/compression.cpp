#include "kitchen/packets/compression.hpp"

#include <algorithm>
#include <array>

namespace netdumplings::kitchen {
namespace {

using namespace std::string_view_literals;
using Make = std::unique_ptr<Decompressor> (*)();

// The build defines these for the libraries that it found.
#ifdef ND_HAS_ZSTD
constexpr Make zstd = make_zstd_decompressor;
#else
constexpr Make zstd = nullptr;
#endif
#ifdef ND_HAS_LZ4
constexpr Make lz4 = make_lz4_decompressor;
#else
constexpr Make lz4 = nullptr;
#endif
#ifdef ND_HAS_XZ
constexpr Make xz = make_xz_decompressor;
#else
constexpr Make xz = nullptr;
#endif
#ifdef ND_HAS_BZIP2
constexpr Make bzip2 = make_bzip2_decompressor;
#else
constexpr Make bzip2 = nullptr;
#endif

constexpr std::array compressions = std::to_array<Compression>({
    {"\x1f\x8b"sv, "gzip"sv, "gzip -dc"sv, make_gzip_decompressor},
    {"\x28\xb5\x2f\xfd"sv, "zstd"sv, "zstd -dc"sv, zstd},
    {"\x50\x2a\x4d\x18"sv, "zstd"sv, "zstd -dc"sv, zstd},  // pzstd begins with a frame to skip
    {"\x04\x22\x4d\x18"sv, "lz4"sv, "lz4 -dc"sv, lz4},
    {"\x02\x21\x4c\x18"sv, "lz4's legacy format"sv, "lz4 -dc"sv, nullptr},
    {"\xfd\x37zXZ\0"sv, "xz"sv, "xz -dc"sv, xz},
    {"BZh"sv, "bzip2"sv, "bzip2 -dc"sv, bzip2},
    {"\x1f\x9d"sv, "compress"sv, "gzip -dc"sv, nullptr},
});

}  // namespace

const Compression* find_compression(std::span<const std::uint8_t> head) {
  for (const Compression& compression : compressions) {
    const auto same = [](char magic, std::uint8_t byte) { return static_cast<std::uint8_t>(magic) == byte; };
    const std::string_view magic = compression.magic;
    if (head.size() < magic.size()) continue;
    if (std::equal(magic.begin(), magic.end(), head.begin(), same)) return &compression;
  }
  return nullptr;
}

}  // namespace netdumplings::kitchen
