// One direction of a TCP connection, in order.
#include "connection/tcp_stream.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <string>
#include <string_view>

#include "stream_model.hpp"

namespace netdumplings::connection {
namespace {

class TcpStreamTest : public testing::Test {
 protected:
  Brought add(std::uint32_t sequence, std::string_view bytes, std::uint32_t missing = 0) {
    const auto* const begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
    return stream.add(pool, {sequence, static_cast<std::uint32_t>(bytes.size()) + missing, {begin, bytes.size()}},
                      sink);
  }
  void acknowledge(std::uint32_t sequence) { stream.acknowledge(pool, sequence, sink); }
  // The bytes so far; each one that is missing is a dot.
  std::string told() const {
    std::string text;
    for (const int byte : sink.bytes) text += byte < 0 ? '.' : static_cast<char>(byte);
    return text;
  }
  void TearDown() override {
    stream.finish(pool, sink);
    EXPECT_EQ(pool.used_bytes(), 0u);
    EXPECT_TRUE(sink.is_consistent);
  }

  PagePool pool{64 << 20};
  TcpStream stream;
  CollectingSink sink;
};

TEST_F(TcpStreamTest, GivesOnWhatIsInOrderWithoutMemory) {
  EXPECT_EQ(add(1000, "ab"), Brought::next_bytes);
  EXPECT_EQ(add(1002, "cd"), Brought::next_bytes);
  EXPECT_EQ(told(), "abcd");
  EXPECT_EQ(pool.used_bytes(), 0u);
  EXPECT_EQ(stream.next_sequence(), 1004u);
}

TEST_F(TcpStreamTest, BeginsWhereItIsToldTo) {
  stream.begin_at(1000);
  EXPECT_EQ(add(1002, "cd"), Brought::after_hole);
  EXPECT_EQ(told(), "");
  EXPECT_EQ(add(1000, "ab"), Brought::out_of_order);
  EXPECT_EQ(told(), "abcd");
  EXPECT_EQ(stream.out_of_order_segments(), 1u);
  EXPECT_EQ(pool.used_bytes(), 0u) << "the pages are given back";
}

TEST_F(TcpStreamTest, GoesOnWhenSequenceNumbersWrap) {
  stream.begin_at(0xfffffffe);
  add(2, "ef");
  add(0, "cd");
  add(0xfffffffe, "ab");
  EXPECT_EQ(told(), "abcdef");
}

TEST_F(TcpStreamTest, KeepsTheBytesThatCameFirst) {
  add(0, "ab");
  add(4, "ef");
  EXPECT_EQ(add(0, "XXcdXXgh"), Brought::out_of_order);
  EXPECT_EQ(told(), "abcdefgh");
  EXPECT_EQ(stream.retransmitted_bytes(), 4u);
  EXPECT_EQ(add(2, "XX"), Brought::nothing_new);
  EXPECT_EQ(stream.retransmitted_bytes(), 6u);
}

TEST_F(TcpStreamTest, FillsAHoleFromTheMiddle) {
  add(0, "a");
  add(6, "g");
  EXPECT_EQ(add(3, "d"), Brought::out_of_order);
  add(4, "ef");
  EXPECT_EQ(told(), "a");
  add(1, "bc");
  EXPECT_EQ(told(), "abcdefg");
}

TEST_F(TcpStreamTest, GivesAHoleUpWhenThePeerHasTheBytes) {
  add(0, "ab");
  add(4, "ef");
  acknowledge(2);
  EXPECT_EQ(told(), "ab");
  acknowledge(6);
  EXPECT_EQ(told(), "ab..ef");
  EXPECT_EQ(stream.missing_bytes(), 2u);
  EXPECT_EQ(add(2, "cd"), Brought::nothing_new) << "too late";
}

TEST_F(TcpStreamTest, GivesUpOnlyThePartThatThePeerHas) {
  add(0, "ab");
  add(6, "gh");
  acknowledge(4);
  EXPECT_EQ(stream.missing_bytes(), 2u);
  EXPECT_EQ(add(4, "ef"), Brought::out_of_order);
  EXPECT_EQ(told(), "ab..efgh");
}

TEST_F(TcpStreamTest, TakesBytesThatComeAfterTheirAcknowledgement) {
  add(0, "ab");
  acknowledge(4);
  EXPECT_EQ(add(2, "cd"), Brought::next_bytes) << "a capture may have the two directions out of order";
  acknowledge(8);
  add(6, "gh");
  EXPECT_EQ(told(), "abcd..gh");
}

TEST_F(TcpStreamTest, GivesAHoleUpWhenTheWindowIsFull) {
  add(0, "ab");
  const std::string block(60'000, 'x');
  const auto size = static_cast<std::uint32_t>(block.size());
  std::uint32_t at = 4;
  for (; at + size - 2 <= TcpStream::window; at += size) add(at, block);
  EXPECT_EQ(told(), "ab");
  add(at, block);
  EXPECT_EQ(told(), "ab.." + std::string(at - 4 + block.size(), 'x'));
  EXPECT_EQ(pool.used_bytes(), 0u);
}

TEST_F(TcpStreamTest, StepsOverAHoleThatIsLargerThanTheWindow) {
  add(0, "ab");
  EXPECT_EQ(add(10'000'000, "yz"), Brought::next_bytes);
  EXPECT_EQ(stream.missing_bytes(), 9'999'998u);
  EXPECT_EQ(add(3'000'000'000, "no"), Brought::outside);
  EXPECT_EQ(stream.next_sequence(), 10'000'002u);
}

TEST_F(TcpStreamTest, GivesHolesUpWhenThereAreTooMany) {
  add(0, "a");
  for (std::uint32_t i = 1; i <= 2 * TcpStream::most_holes; ++i) add(2 * i, "b");
  EXPECT_GT(stream.missing_bytes(), TcpStream::most_holes);
  EXPECT_EQ(told().substr(0, 5), "a.b.b");
}

TEST_F(TcpStreamTest, GivesHolesUpWhenThePoolIsEmpty) {
  pool = PagePool(2 * PagePool::page_size);
  add(0, "ab");
  add(4, std::string(4000, 'x'));
  EXPECT_EQ(told(), "ab");
  EXPECT_EQ(add(4004, std::string(200, 'y')), Brought::next_bytes);
  EXPECT_EQ(told(), "ab.." + std::string(4000, 'x') + std::string(200, 'y'));
  pool = PagePool(0);
  EXPECT_EQ(add(5000, "z"), Brought::next_bytes);
  EXPECT_EQ(stream.missing_bytes(), 2u + 5000 - 4204);
}

TEST_F(TcpStreamTest, KnowsWhatIsMissingWhenTheCaptureCutsPacketsOff) {
  add(0, "ab", 2);
  EXPECT_EQ(stream.missing_bytes(), 2u);
  add(4, "ef");
  EXPECT_EQ(told(), "ab..ef");
  add(10, "kl", 2);
  add(6, "ghij");
  EXPECT_EQ(told(), "ab..efghijkl");
  add(14, "op");
  acknowledge(16);
  EXPECT_EQ(told(), "ab..efghijkl..op");
}

TEST_F(TcpStreamTest, StopsBufferingWhenNobodyWantsMore) {
  sink.most_stretches = 1;
  add(0, "ab");
  EXPECT_FALSE(stream.wants_more());
  for (std::uint32_t at = 5000; at < 900'000; at += 5000) add(at, std::string(5000, 'x'));
  EXPECT_EQ(pool.used_bytes(), PagePool::page_size) << "the list of holes";
  EXPECT_EQ(add(2, std::string(4998, 'y')), Brought::out_of_order) << "it is known what came";
  EXPECT_EQ(stream.offset(), 900'000u);
  EXPECT_EQ(stream.missing_bytes(), 0u);
  EXPECT_EQ(told(), "ab");
  EXPECT_EQ(pool.used_bytes(), 0u);
}

TEST_F(TcpStreamTest, ReturnsItsPagesWhenItIsToldThatItIsEnough) {
  add(0, "ab");
  add(5000, std::string(50'000, 'x'));
  stream.want_no_more(pool);
  EXPECT_EQ(pool.used_bytes(), PagePool::page_size);
  add(2, std::string(4998, 'y'));
  EXPECT_EQ(told(), "ab");
}

TEST_F(TcpStreamTest, GivesOnWhatWaitsAtTheEnd) {
  add(0, "ab");
  add(4, "ef");
  stream.finish(pool, sink);
  EXPECT_EQ(told(), "ab..ef");
}

void expect_as_the_model(const TcpStream& stream, const CollectingSink& sink, const StreamModel& model) {
  EXPECT_TRUE(sink.is_consistent);
  EXPECT_EQ(sink.bytes, model.in_order());
  EXPECT_EQ(stream.offset(), model.offset());
  EXPECT_EQ(stream.missing_bytes(), model.missing());
  EXPECT_EQ(stream.retransmitted_bytes(), model.retransmitted());
}

TEST(TcpStreamModel, AgreesOnRandomSegments) {
  std::mt19937 generator(3);  // NOLINT(cert-msc51-cpp): the same numbers in each run
  const auto random = [&] { return static_cast<std::uint32_t>(generator()); };
  for (int round = 0; round < 400; ++round) {
    PagePool pool(1 << 20);
    TcpStream stream;
    CollectingSink sink;
    StreamModel model;
    const std::uint32_t start = 0 - random() % 20'000;
    stream.begin_at(start);
    std::vector<std::uint8_t> bytes(300);
    for (int i = 0; i < 60 && !testing::Test::HasFailure(); ++i) {
      const std::uint32_t offset = random() % 20'000 / (1 + random() % 20);
      if (random() % 6 == 0) {
        stream.acknowledge(pool, start + offset, sink);
        model.acknowledge(offset);
      } else {
        const std::uint32_t length = 1 + random() % 300;
        const std::uint32_t captured = random() % 4 == 0 ? random() % (length + 1) : length;
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
        stream.add(pool, {start + offset, length, {bytes.data(), captured}}, sink);
        model.add(offset, {bytes.data(), captured}, length);
      }
      expect_as_the_model(stream, sink, model);
    }
    stream.finish(pool, sink);
    model.finish();
    expect_as_the_model(stream, sink, model);
    EXPECT_EQ(pool.used_bytes(), 0u);
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace netdumplings::connection
