// A chunk that is used again and again, and those who read it. What its bytes are on disk is tested in
// log_recovery_test.cpp. Also the test of chunk_memory.
#include "hub/log/log_chunk.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace netdumplings::hub {
namespace {

constexpr std::size_t bytes_of_chunk = 4096;

class LogChunkTest : public testing::Test {
 protected:
  void begin(std::uint64_t number) { chunk_.begin(number, number, 10 * number, sessions_); }

  Sessions sessions_;
  LogChunk chunk_{ChunkMemory::in_memory(bytes_of_chunk), SipKey{1, 2}};
};

TEST_F(LogChunkTest, HasWhatWasAppended) {
  begin(3);
  chunk_.append({"one", net::Opcode::text, {5, 6, 7}}, 100);
  chunk_.append({"two", net::Opcode::binary}, 200);
  const ChunkPin pin = chunk_.try_pin(3);
  ASSERT_TRUE(pin);
  EXPECT_EQ(pin->first(), 30U);
  EXPECT_EQ(pin->count(), 2U);
  EXPECT_EQ(pin->message(0), "one");
  EXPECT_EQ(pin->message(1), "two");
  EXPECT_EQ(pin->entry(0).origin(), (OriginHash{5, 6, 7}));
  EXPECT_EQ(pin->entry(1).arrival_ms, 200);
  EXPECT_EQ(pin->bytes(pin->begin_of(0), pin->end_of(1)), "\x81\x03one\x82\x03two");
  EXPECT_EQ(pin->entry_at(pin->begin_of(0)), 0U);
  EXPECT_EQ(pin->entry_at(pin->end_of(0)), 1U);
}

TEST_F(LogChunkTest, TakesNoMoreThanFits) {
  begin(0);
  const std::string message(500, 'x');
  int taken = 0;
  for (; chunk_.fits(message.size()); ++taken) chunk_.append({message}, 0);
  EXPECT_GT(taken, 3);
  EXPECT_LT(taken, 8);
}

TEST_F(LogChunkTest, IsPinnedUnderItsOwnNumber) {
  EXPECT_FALSE(chunk_.try_pin(0)) << "it hasn't begun yet";
  begin(7);
  EXPECT_FALSE(chunk_.try_pin(6));
  EXPECT_TRUE(chunk_.try_pin(7));
}

TEST_F(LogChunkTest, WaitsForItsReadersBeforeItIsUsedAgain) {
  begin(7);
  chunk_.append({"old"}, 0);
  ChunkPin pin = chunk_.try_pin(7);
  chunk_.retire();
  EXPECT_FALSE(chunk_.try_pin(7)) << "nobody else may begin to read it";
  EXPECT_FALSE(chunk_.try_reuse());
  EXPECT_EQ(pin->message(0), "old");
  pin = {};
  ASSERT_TRUE(chunk_.try_reuse());
  begin(9);
  EXPECT_FALSE(chunk_.try_pin(7));
  EXPECT_EQ(chunk_.try_pin(9)->count(), 0U);
}

TEST_F(LogChunkTest, CanGetOtherMemoryBeforeItIsUsedAgain) {
  begin(0);
  chunk_.retire();
  ASSERT_TRUE(chunk_.try_reuse());
  chunk_.drop_memory();
  EXPECT_EQ(chunk_.size(), 0U);
  chunk_.set_memory(ChunkMemory::in_memory(2 * bytes_of_chunk));
  begin(1);
  const std::string large(LogChunk::largest_message(2 * bytes_of_chunk), 'x');
  EXPECT_TRUE(chunk_.fits(large.size()));
  chunk_.append({large}, 0);
  EXPECT_EQ(chunk_.try_pin(1)->message(0), large);
}

// Readers and the writer never have the chunk at the same time: what a reader has pinned doesn't change.
TEST_F(LogChunkTest, DoesNotChangeWhileAnyThreadHasItPinned) {
  constexpr std::uint64_t rounds = 500;
  std::atomic<std::uint64_t> number{0};
  std::atomic<std::uint64_t> reads{0};
  begin(0);
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (number < rounds) {
        const std::uint64_t wanted = number;
        const ChunkPin pin = chunk_.try_pin(wanted);
        if (!pin) continue;
        for (std::uint32_t k = 0; k < pin->count(); ++k) ASSERT_EQ(pin->message(k), std::to_string(wanted));
        ++reads;
      }
    });
  }
  while (number < rounds) {
    for (int k = 0; k < 20; ++k) chunk_.append({std::to_string(number)}, 0);
    while (reads < number) std::this_thread::yield();
    chunk_.retire();
    while (!chunk_.try_reuse()) std::this_thread::yield();
    begin(number + 1);
    ++number;
  }
  for (auto& reader : readers) reader.join();
}

}  // namespace
}  // namespace netdumplings::hub
