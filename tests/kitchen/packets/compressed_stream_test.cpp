// Also the test of compression and of the decompressors.
#include "kitchen/packets/compressed_stream.hpp"

#include <gmock/gmock.h>
#include <zlib.h>

#include <initializer_list>
#include <ostream>

#include "common/defaults.hpp"
#include "kitchen/capture_bytes.hpp"
#include "kitchen/compressed_bytes.hpp"

namespace netdumplings::kitchen {
namespace {

using testing::Bytes;
using testing::compressions;
using ::testing::HasSubstr;
using testing::MemoryStream;
using ::testing::StartsWith;
using ::testing::TestWithParam;
using ::testing::ValuesIn;

/// What was read, and the error that ended it, or "".
struct Read {
  Bytes bytes;
  std::string error;
};

Read read_all(const Bytes& file, std::size_t read_at_once = ~std::size_t{0}, std::size_t wanted_at_once = 4096) {
  const Compression* const compression = find_compression(file);
  if (compression == nullptr) return {{}, "no compression"};
  auto stream = make_compressed_stream(std::make_unique<MemoryStream>(file, read_at_once), *compression);
  if (!stream) return {{}, stream.error()};
  Read read;
  for (Bytes piece(wanted_at_once);;) {
    auto got = (*stream)->read(piece);
    if (!got) read.error = got.error();
    if (!got || *got == 0) return read;
    read.bytes.insert(read.bytes.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(*got));
  }
}

/// Returns bytes that hardly compress.
Bytes noise(std::size_t size) {
  Bytes bytes(size);
  std::uint32_t state = 1;
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24);
  return bytes;
}

class CompressedStream : public TestWithParam<testing::Compressed> {
 protected:
  [[nodiscard]] Bytes compressed(const Bytes& bytes) const { return GetParam().compress(bytes); }
  [[nodiscard]] std::string its_data() const { return "its " + std::string(GetParam().name) + " data "; }
};

TEST_P(CompressedStream, GivesTheBytesInWhateverPiecesTheyComeAndGo) {
  const Bytes bytes = noise(5000);
  for (const std::size_t read_at_once : {1, 3, 4096}) {
    for (const std::size_t wanted_at_once : {1, 7, 100'000}) {
      const Read read = read_all(compressed(bytes), read_at_once, wanted_at_once);
      EXPECT_EQ(read.error, "");
      EXPECT_EQ(read.bytes, bytes) << read_at_once << ' ' << wanted_at_once;
    }
  }
}

TEST_P(CompressedStream, GivesAllOfWhatIsMuchLargerThanItsInput) {
  const Bytes bytes(5'000'000, 7);
  const Read read = read_all(compressed(bytes));
  EXPECT_EQ(read.error, "");
  EXPECT_TRUE(read.bytes == bytes) << read.bytes.size();
}

TEST_P(CompressedStream, TakesSeveralInARowForOneAndZerosAfterThemForPadding) {
  Bytes file = compressed({1, 2, 3});
  for (const Bytes& more : {compressed({}), compressed({4, 5})}) file.insert(file.end(), more.begin(), more.end());
  file.resize(file.size() + 512, 0);
  const Read read = read_all(file);
  EXPECT_EQ(read.error, "");
  EXPECT_EQ(read.bytes, (Bytes{1, 2, 3, 4, 5}));
}

TEST_P(CompressedStream, OneThatIsCutOffGivesWhatCameBeforeAndSaysSo) {
  const Bytes bytes = noise(1'000'000);
  Bytes file = compressed(bytes);
  file.resize(file.size() - 10);
  const Read read = read_all(file);
  EXPECT_EQ(read.error, its_data() + "is cut off; what came before it was cooked");
  EXPECT_GE(read.bytes.size(), 700'000U);
  EXPECT_TRUE(std::equal(read.bytes.begin(), read.bytes.end(), bytes.begin()));
}

TEST_P(CompressedStream, OneThatIsCutOffAnywhereSaysSo) {
  const Bytes file = compressed(noise(300));
  for (std::size_t size = 6; size < file.size(); ++size) {
    const Read read = read_all(Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size)));
    EXPECT_EQ(read.error, its_data() + "is cut off; what came before it was cooked") << size;
  }
}

TEST_P(CompressedStream, SomethingElseAfterItIsDamage) {
  Bytes file = compressed({1, 2, 3});
  for (const char c : std::string("something else")) file.push_back(static_cast<std::uint8_t>(c));
  const Read read = read_all(file);
  EXPECT_EQ(read.bytes, (Bytes{1, 2, 3}));
  EXPECT_THAT(read.error, StartsWith(its_data() + "is damaged: "));
}

TEST_P(CompressedStream, AChangedByteIsDamageOrChangesNothing) {
  const Bytes bytes = noise(300);
  const Bytes file = compressed(bytes);
  int damages = 0;
  for (std::size_t at = 6; at < file.size(); ++at) {
    Bytes changed = file;
    changed[at] ^= 0x10;
    const Read read = read_all(changed);
    EXPECT_TRUE(!read.error.empty() || read.bytes == bytes) << at;
    if (read.error.starts_with(its_data() + "is damaged: ")) ++damages;
  }
  EXPECT_GT(damages, 250);
}

INSTANTIATE_TEST_SUITE_P(Of, CompressedStream, ValuesIn(compressions()),
                         [](const auto& format) { return std::string(format.param.name); });

TEST(Compression, IsKnownByTheFirstBytes) {
  for (const auto& [name, compress] : compressions()) EXPECT_EQ(find_compression(compress({1}))->name, name);
  EXPECT_EQ(find_compression(Bytes{0xa1, 0xb2, 0xc3, 0xd4}), nullptr);
  EXPECT_EQ(find_compression(Bytes{0x1f}), nullptr);
  EXPECT_EQ(find_compression(Bytes{}), nullptr);
}

TEST(Compression, AFormatThatIsNotReadGivesTheCommandThatDoes) {
  EXPECT_EQ(read_all({0x02, 0x21, 0x4c, 0x18, 0, 0}).error,
            "is compressed with lz4's legacy format, which isn't read here; instead: lz4 -dc FILE | nd-sniff -r -");
}

#ifdef ND_HAS_ZSTD
TEST(ZstdDecompressor, AWindowBeyondTheMemoryThatItMayHaveIsRefused) {
  const auto frame_with_window = [](unsigned log) {
    return Bytes{0x28, 0xb5, 0x2f, 0xfd, 0, static_cast<std::uint8_t>((log - 10) << 3U), 1, 0, 0};
  };
  EXPECT_EQ(read_all(frame_with_window(27)).error, "");
  EXPECT_THAT(
      read_all(frame_with_window(28)).error,
      HasSubstr("its zstd data needs more than 128 MiB of memory (zstd -dc --long=31 FILE | nd-sniff -r - reads it)"));
  EXPECT_EQ(std::size_t{1} << 27U, defaults::decompression_memory);
}
#endif

#ifdef ND_HAS_XZ
TEST(XzDecompressor, ADictionaryBeyondTheMemoryThatItMayHaveIsRefused) {
  Bytes file = testing::xz_compressed({1, 2, 3});
  constexpr std::size_t header = 12, dictionary = header + 6;  // after two sizes and the filter
  const std::size_t size = (file[header] + std::size_t{1}) * 4;
  file[dictionary] = 40;  // 4 GiB
  const auto checksum = crc32(0, file.data() + header, static_cast<uInt>(size - 4));
  for (unsigned i = 0; i < 4; ++i) file[header + size - 4 + i] = static_cast<std::uint8_t>(checksum >> (8 * i));
  EXPECT_THAT(read_all(file).error,
              HasSubstr("its xz data needs more than 128 MiB of memory (xz -dc FILE | nd-sniff -r - reads it)"));
}
#endif

}  // namespace
}  // namespace netdumplings::kitchen
