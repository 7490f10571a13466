// What is bounded by one packet's length stays so, whatever came before. The test counts steps, not time: this program
// is compiled so that it counts the basic blocks that it runs (../packet/block_count.cpp).
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "connection/fragments.hpp"
#include "connection/tcp_stream.hpp"
#include "fragment_maker.hpp"
#include "packet/block_count.hpp"

namespace netdumplings::connection {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

// Returns the most blocks that one of these fragments takes.
std::uint64_t worst_fragment(const std::vector<Piece>& pieces) {
  Fragments fragments;
  std::uint64_t most = 0;
  for (const Piece& piece : pieces) {
    const FoundFrame found(ipv4_piece(piece));
    const std::uint64_t before = block_count();
    fragments.add(found.what, 0, 0);
    most = std::max(most, block_count() - before);
  }
  return most;
}

std::vector<Piece> tiny_pieces(std::size_t step) {
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < 65'000; at += step) pieces.push_back({at, filler(8), true});
  return pieces;
}

TEST(WorstFragments, TinyOnesInAnyOrderTakeAsLongAsTheFirst) {
  const std::uint64_t few = worst_fragment({{0, filler(8), true}, {8, filler(8), true}});
  EXPECT_GT(few, 10u) << "nothing was counted";
  for (const std::size_t step : {8u, 16u, 64u}) {
    std::vector<Piece> pieces = tiny_pieces(step);
    EXPECT_LE(worst_fragment(pieces), 4 * few);
    std::reverse(pieces.begin(), pieces.end());
    EXPECT_LE(worst_fragment(pieces), 4 * few);
    std::shuffle(pieces.begin(), pieces.end(), std::mt19937(1));  // NOLINT(cert-msc51-cpp)
    EXPECT_LE(worst_fragment(pieces), 4 * few);
  }
}

TEST(WorstFragments, ALongOneOverManyHolesTakesAsLongAsItsUnits) {
  std::vector<Piece> pieces = tiny_pieces(16);
  pieces.push_back({0, filler(60'000), true});
  EXPECT_LE(worst_fragment(pieces), 60'000 / 8 * 20u);
}

struct NoSink final : StretchSink {
  bool take(const Stretch&) override { return true; }
};

// Returns the most blocks that one of these segments of `size` bytes takes, of a stream that begins at 0.
std::uint64_t worst_segment(const std::vector<std::uint32_t>& sequences, std::uint32_t size) {
  PagePool pool(64 << 20);
  TcpStream stream;
  NoSink sink;
  const Buffer bytes = filler(size);
  stream.begin_at(0);
  std::uint64_t most = 0;
  std::uint64_t all = 0;
  for (const std::uint32_t sequence : sequences) {
    const std::uint64_t before = block_count();
    stream.add(pool, {sequence, size, bytes}, sink);
    const std::uint64_t taken = block_count() - before;
    most = std::max(most, taken);
    all += taken;
  }
  EXPECT_LE(all, 500 * sequences.size()) << "on average, a segment takes few steps";
  stream.finish(pool, sink);
  return most;
}

TEST(WorstStream, ManyTinySegmentsInAnyOrderTakeFewSteps) {
  std::vector<std::uint32_t> sequences(100'000);
  std::iota(sequences.begin(), sequences.end(), 0);
  // What one segment may take: all holes, and all pages that a window has.
  const std::uint64_t bound = 40 * (TcpStream::most_holes + 256);
  std::reverse(sequences.begin(), sequences.end());
  EXPECT_LE(worst_segment(sequences, 1), bound);
  EXPECT_LE(worst_segment(sequences, 5), bound);
  std::shuffle(sequences.begin(), sequences.end(), std::mt19937(1));  // NOLINT(cert-msc51-cpp)
  EXPECT_LE(worst_segment(sequences, 1), bound);
}

TEST(WorstStream, SegmentsWithAHoleBeforeEachTakeFewSteps) {
  std::vector<std::uint32_t> sequences;
  for (std::uint32_t at = 1; at < 900'000; at += 8) sequences.push_back(at);
  EXPECT_LE(worst_segment(sequences, 1), 40 * (TcpStream::most_holes + 256));
}

TEST(WorstStream, SegmentsThatEachSkipAWindowTakeFewSteps) {
  std::vector<std::uint32_t> sequences;
  for (std::uint32_t at = 1; at < 0x30000000; at += TcpStream::window / 2) sequences.push_back(at);
  EXPECT_LE(worst_segment(sequences, 100), 40 * (TcpStream::most_holes + 256));
}

}  // namespace
}  // namespace netdumplings::connection
