// Datagrams that come in fragments.
#include "connection/fragments.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "fragment_maker.hpp"
#include "times.hpp"

namespace netdumplings::connection {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

// A datagram's bytes, kept, and what else is said about it.
struct Whole {
  Buffer bytes;
  Datagram datagram;
};

class FragmentsTest : public testing::Test {
 protected:
  std::optional<Whole> add(const Buffer& packet, std::int64_t now = 0, std::uint32_t interface_index = 0,
                           std::size_t missing = 0) {
    const FoundFrame found(packet, missing);
    const auto datagram = fragments.add(found.what, interface_index, now);
    const FragmentCounts& counts = fragments.counts();
    EXPECT_EQ(counts.opened,
              counts.completed + counts.timed_out + counts.evicted + counts.overlapping + fragments.open());
    if (!datagram) return std::nullopt;
    return Whole{{datagram->bytes.begin(), datagram->bytes.end()}, *datagram};
  }
  Fragments fragments;
};

const Buffer data = pattern(0, 3000);
Piece piece(std::size_t begin, std::size_t end) {
  return {begin, Buffer(data.begin() + begin, data.begin() + end), end < data.size()};
}
Buffer payload_of(const Whole& whole, std::size_t head) { return {whole.bytes.begin() + head, whole.bytes.end()}; }

TEST_F(FragmentsTest, InAnyOrderMakeADatagramOfIpv4) {
  const std::vector<Piece> pieces = {piece(0, 800), piece(800, 1600), piece(1600, 2400), piece(2400, 3000)};
  std::vector<std::size_t> order(pieces.size());
  std::iota(order.begin(), order.end(), 0);
  do {
    for (std::size_t i = 0; i + 1 < order.size(); ++i) EXPECT_FALSE(add(ipv4_piece(pieces[order[i]])));
    const auto whole = add(ipv4_piece(pieces[order.back()]));
    ASSERT_TRUE(whole);
    EXPECT_EQ(payload_of(*whole, 20), data);
    EXPECT_EQ(whole->datagram.packets, 4u);
    EXPECT_EQ(whole->datagram.ip_bytes, 3080u);
    EXPECT_EQ(whole->datagram.wire_length, 3020u);
    EXPECT_EQ(cut(whole->bytes, 8), hex("4500 0bcc 0001 0000")) << "a header without fragments";
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(fragments.open(), 0u);
  EXPECT_EQ(fragments.used_bytes(), 0u);
}

TEST_F(FragmentsTest, MakeADatagramOfIpv6WithTheHeadersBefore) {
  const Buffer options = hex("2c00 0104 00000000");
  const auto of = [&](const Piece& part) {
    return ether(0x86dd,
                 ipv6(0, options + hex("1100") + u16(part.offset | (part.more ? 1u : 0u)) + u32(9) + part.data));
  };
  EXPECT_FALSE(add(of(piece(1600, 3000))));
  const auto whole = add(of(piece(0, 1600)));
  ASSERT_TRUE(whole);
  EXPECT_EQ(payload_of(*whole, 48), data);
  EXPECT_EQ(whole->bytes[40], 17) << "UDP comes after the options";
  EXPECT_EQ(cut(whole->bytes, 8), hex("60000000 0bc0 00 40"));
  EXPECT_EQ(whole->datagram.link_type, 229);
}

TEST_F(FragmentsTest, ThatTheCaptureCutOffMakeADatagramThatIsCutOff) {
  EXPECT_FALSE(add(cut(ipv4_piece(piece(800, 3000)), 134), 0, 0, 2100));
  const auto whole = add(ipv4_piece(piece(0, 800)));
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->datagram.wire_length, 3020u);
  EXPECT_EQ(payload_of(*whole, 20), cut(data, 900));
}

TEST_F(FragmentsTest, BelongTogetherByInterfaceAddressesProtocolAndId) {
  const Buffer last = ipv4_piece(piece(800, 3000));
  EXPECT_FALSE(add(ipv4_piece(piece(0, 800))));
  EXPECT_FALSE(add(last, 0, 1)) << "another interface";
  for (const std::size_t at : {14u + 4, 14u + 9, 14u + 12, 14u + 19}) {  // the id, the protocol and the addresses
    Buffer other = last;
    other[at] ^= 0x40;
    EXPECT_FALSE(add(other));
  }
  EXPECT_TRUE(add(last));
}

TEST_F(FragmentsTest, ThatComeTwiceAreCountedOnce) {
  for (const auto& make : {ipv4_piece, ipv6_piece}) {
    EXPECT_FALSE(add(make(piece(0, 800))));
    EXPECT_FALSE(add(make(piece(0, 800))));
    EXPECT_FALSE(add(make(piece(8, 80)))) << "the same bytes, cut otherwise";
    EXPECT_TRUE(add(make(piece(800, 3000))));
  }
  EXPECT_EQ(fragments.counts().duplicates, 4u);
  EXPECT_EQ(fragments.counts().overlaps, 0u);
}

TEST_F(FragmentsTest, OfIpv4ThatOverlapKeepWhatCameFirst) {
  EXPECT_FALSE(add(ipv4_piece(piece(800, 1600))));
  EXPECT_FALSE(add(ipv4_piece({0, Buffer(1608, 'x'), true})));
  const auto whole = add(ipv4_piece({1600, Buffer(1400, 'y'), false}));
  ASSERT_TRUE(whole);
  const Buffer expected =
      Buffer(800, 'x') + Buffer(data.begin() + 800, data.begin() + 1600) + Buffer(8, 'x') + Buffer(1392, 'y');
  EXPECT_EQ(payload_of(*whole, 20), expected);
  EXPECT_EQ(fragments.counts().overlaps, 2u);
}

TEST_F(FragmentsTest, OfIpv6ThatOverlapDropTheDatagramAndAllThatFollows) {
  EXPECT_FALSE(add(ipv6_piece(piece(800, 1600))));
  EXPECT_FALSE(add(ipv6_piece({0, Buffer(808, 'x'), true})));
  EXPECT_EQ(fragments.counts().overlapping, 1u);
  EXPECT_FALSE(add(ipv6_piece(piece(0, 800))));
  EXPECT_FALSE(add(ipv6_piece(piece(1600, 3000))));
  EXPECT_EQ(fragments.counts().after_overlap, 2u);
  EXPECT_EQ(fragments.counts().completed, 0u);
  fragments.expire(31 * second);
  EXPECT_EQ(fragments.used_bytes(), 0u);
  EXPECT_FALSE(add(ipv6_piece(piece(0, 800)), 31 * second));
  EXPECT_TRUE(add(ipv6_piece(piece(800, 3000)), 31 * second)) << "the id may be used again";
}

TEST_F(FragmentsTest, ThatCannotBeAreDropped) {
  EXPECT_FALSE(add(ipv4_piece({0, filler(801), true}))) << "no multiple of eight";
  EXPECT_FALSE(add(ipv4_piece({65528, filler(16), false}))) << "past the longest datagram";
  EXPECT_FALSE(add(ipv4_piece({16, {}, false}))) << "without data";
  EXPECT_EQ(fragments.counts().invalid, 3u);
  EXPECT_EQ(fragments.open(), 0u);
  EXPECT_FALSE(add(ipv4_piece({800, filler(8), false})));
  EXPECT_FALSE(add(ipv4_piece({1600, filler(8), true}))) << "past the end";
  EXPECT_FALSE(add(ipv4_piece({1600, filler(8), false}))) << "another end";
  EXPECT_EQ(fragments.counts().invalid, 5u);
  EXPECT_TRUE(add(ipv4_piece({0, filler(800), true})));
}

TEST_F(FragmentsTest, WithAnEndBeforeOthersAreDropped) {
  EXPECT_FALSE(add(ipv4_piece({1600, filler(8), true})));
  EXPECT_FALSE(add(ipv4_piece({8, filler(8), false})));
  EXPECT_EQ(fragments.counts().invalid, 1u);
  EXPECT_FALSE(add(ipv6_piece({1600, filler(8), true})));
  EXPECT_FALSE(add(ipv6_piece({8, filler(8), false})));
  EXPECT_EQ(fragments.counts().overlapping, 1u);
}

TEST_F(FragmentsTest, TimeOutAfterTheFirstOne) {
  EXPECT_FALSE(add(ipv4_piece(piece(0, 800)), 0));
  EXPECT_FALSE(add(ipv4_piece(piece(800, 1600)), 20 * second));
  EXPECT_FALSE(add(ipv4_piece(piece(1600, 3000)), 30 * second)) << "the others are gone";
  EXPECT_EQ(fragments.counts().timed_out, 1u);
  EXPECT_EQ(fragments.open(), 1u);
}

TEST_F(FragmentsTest, OfTheLongestDatagramFit) {
  const std::size_t size = 65535 - 20;
  const Buffer longest = pattern(0, size);
  std::optional<Whole> whole;
  for (std::size_t at = 0; at < size; at += 1480) {
    const std::size_t end = std::min(at + 1480, size);
    whole = add(ipv4_piece({at, Buffer(longest.begin() + at, longest.begin() + end), end < size}));
  }
  ASSERT_TRUE(whole);
  EXPECT_EQ(payload_of(*whole, 20), longest);
}

TEST(FragmentLimits, DropTheOldestDatagramWhenMemoryIsUsedUp) {
  Fragments fragments({.memory = 100'000});
  const auto add = [&](std::size_t id, const Piece& part) {
    const FoundFrame found(ipv4_piece({part.offset, part.data, part.more, id}));
    return fragments.add(found.what, 0, 0).has_value();
  };
  for (std::size_t id = 1; id <= 1000; ++id) {
    EXPECT_FALSE(add(id, {0, filler(8000), true}));
    EXPECT_LE(fragments.used_bytes(), 100'000u);
  }
  EXPECT_GT(fragments.open(), 5u);
  EXPECT_EQ(fragments.counts().evicted, 1000 - fragments.open());
  EXPECT_TRUE(add(1000, {8000, filler(8), false})) << "the newest is there";
  EXPECT_FALSE(add(1, {8000, filler(8), false})) << "the oldest isn't";
}

TEST(FragmentLimits, DropTheOldestDatagramWhenSlotsAreUsedUp) {
  Fragments fragments({.datagrams = 10});
  for (std::size_t id = 1; id <= 30; ++id) {
    const FoundFrame found(ipv4_piece({0, filler(8), true, id}));
    EXPECT_FALSE(fragments.add(found.what, 0, 0));
  }
  EXPECT_EQ(fragments.open(), 10u);
  EXPECT_EQ(fragments.counts().evicted, 20u);
}

TEST(FragmentLimits, LetNoDatagramTakeMoreThanAllMemory) {
  Fragments fragments({.memory = 10'000});
  for (std::size_t at = 0; at < 48'000; at += 800) {
    const FoundFrame found(ipv4_piece({at, filler(800), true}));
    EXPECT_FALSE(fragments.add(found.what, 0, 0));
    EXPECT_LE(fragments.used_bytes(), 10'000u);
  }
  EXPECT_GT(fragments.counts().evicted, 0u);
}

// Random pieces of random datagrams, against a model that keeps one flag for each byte.
TEST(FragmentsModel, AgreesOnWhatIsWhole) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same numbers in each run
  for (int round = 0; round < 300; ++round) {
    Fragments fragments;
    const std::size_t size = 9 + random() % 4000;
    const Buffer all = pattern(round, size);
    std::vector<bool> came(size, false);
    bool is_whole = false;
    for (int i = 0; i < 200 && !is_whole; ++i) {
      const std::size_t begin = random() % ((size + 7) / 8) * 8;
      const std::size_t end = std::min(size, begin + (1 + random() % 100) * 8);
      if (begin == 0 && end == size) continue;  // no fragment
      const FoundFrame found(ipv4_piece({begin, Buffer(all.begin() + begin, all.begin() + end), end < size}));
      const auto datagram = fragments.add(found.what, 0, 0);
      std::fill(came.begin() + begin, came.begin() + end, true);
      is_whole = std::all_of(came.begin(), came.end(), [](bool is_there) { return is_there; });
      ASSERT_EQ(datagram.has_value(), is_whole);
      if (datagram) {
        EXPECT_TRUE(std::equal(all.begin(), all.end(), datagram->bytes.begin() + 20, datagram->bytes.end()));
      }
    }
  }
}

}  // namespace
}  // namespace netdumplings::connection
