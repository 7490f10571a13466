// CRYPTO frames, and the stream that they make.
#include "network/quic/crypto_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "chefs/network/tls/hellos.hpp"

namespace netdumplings::chefs::network {
namespace {

using namespace hellos;  // NOLINT(google-build-using-namespace)
using frames::buffer;

Buffer numbered(std::size_t size) {
  Buffer bytes;
  for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<std::uint8_t>(i * 7 + i / 256));
  return bytes;
}

std::vector<Buffer> crypto_in(const Buffer& frames) {
  std::vector<Buffer> found;
  CryptoFrames reader{Bytes(frames)};
  while (const auto frame = reader.next()) found.push_back(buffer(frame->bytes));
  return found;
}

TEST(CryptoFrames, PassOverWhatElseAnInitialHas) {
  const Buffer frames = hex("00 00 01") + hex("02 05 00 01 02 01 01") + crypto_frame(0, text("one")) +
                        hex("03 05 00 00 02 01 02 03") + crypto_frame(70'000, text("two")) + hex("00");
  EXPECT_EQ(crypto_in(frames), (std::vector{text("one"), text("two")}));
}

TEST(CryptoFrames, StopAtWhatIsWrong) {
  EXPECT_TRUE(crypto_in(hex("1c 00 00 00") + crypto_frame(0, text("one"))).empty()) << "the connection is closed";
  EXPECT_TRUE(crypto_in(hex("08 00") + crypto_frame(0, text("one"))).empty()) << "application data";
  EXPECT_TRUE(crypto_in(hex("06 00 04 616263")).empty()) << "cut off";
  EXPECT_TRUE(crypto_in(hex("02 05 00 ff ffffffffffffff 02") + crypto_frame(0, text("one"))).empty())
      << "endless ranges";
}

TEST(CryptoStream, PutsBytesInOrderHoweverTheyCome) {
  const Buffer whole = numbered(1000);
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::pair<std::size_t, std::size_t>> pieces;
    for (std::size_t at = 0; at < whole.size();) {
      const std::size_t size = 1 + random() % 60;
      pieces.emplace_back(at > 5 && random() % 4 == 0 ? at - 5 : at, std::min(at + size, whole.size()));
      at += size;
    }
    std::ranges::shuffle(pieces, random);
    pieces.insert(pieces.end(), pieces.begin(), pieces.begin() + 3);  // again
    BytePool pool(100'000);
    CryptoStream stream;
    std::size_t known = 0;
    for (const auto& [begin, end] : pieces) {
      const Bytes piece = Bytes(whole).subspan(begin, end - begin);
      const bool is_more = stream.add(pool, {begin, piece});
      EXPECT_EQ(is_more, stream.bytes().size() > known);
      known = stream.bytes().size();
      EXPECT_EQ(buffer(stream.bytes()), Buffer(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(known)));
    }
    EXPECT_EQ(known, whole.size());
  }
}

TEST(CryptoStream, StepsOverAMessage) {
  BytePool pool(1000);
  CryptoStream stream;
  const Buffer bytes = text("helloworld");
  stream.add(pool, {0, Bytes(bytes).first(7)});
  stream.skip(5);
  EXPECT_EQ(buffer(stream.bytes()), text("wo"));
  stream.add(pool, {7, Bytes(bytes).subspan(7)});
  EXPECT_EQ(buffer(stream.bytes()), text("world"));
}

TEST(CryptoStream, KeepsNoEndlessPiecesNorBytesFarAway) {
  BytePool pool(10'000'000);
  CryptoStream stream;
  const Buffer byte = text("x");
  for (std::size_t at = 2; at < 1000; at += 2) stream.add(pool, {at, byte});
  EXPECT_LT(pool.used(), 1000u);
  EXPECT_FALSE(stream.add(pool, {CryptoStream::most_bytes, byte}));
  EXPECT_FALSE(stream.add(pool, {(std::uint64_t{1} << 62) - 1, byte}));
  EXPECT_FALSE(stream.add(pool, {0, {}}));
  EXPECT_TRUE(stream.add(pool, {0, byte}));
  EXPECT_EQ(stream.bytes().size(), 1u);
  EXPECT_TRUE(stream.add(pool, {1, byte}));
  EXPECT_EQ(stream.bytes().size(), 3u);
}

TEST(CryptoStream, LosesItsBytesWhenThePoolNeedsTheRoom) {
  BytePool pool(1000);
  CryptoStream stream;
  const Buffer bytes = numbered(600);
  stream.add(pool, {0, bytes});
  CryptoStream other;
  other.add(pool, {0, bytes});
  EXPECT_TRUE(stream.bytes().empty());
  EXPECT_FALSE(stream.add(pool, {600, bytes}));
  EXPECT_TRUE(stream.bytes().empty());
  EXPECT_EQ(other.bytes().size(), 600u);
  EXPECT_LE(pool.used(), 1000u);
}

}  // namespace
}  // namespace netdumplings::chefs::network
