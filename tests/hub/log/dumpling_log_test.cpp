#include "hub/log/dumpling_log.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "hub/log/log_cursor.hpp"
#include "net/raw_client.hpp"

namespace netdumplings::hub {
namespace {

constexpr std::size_t chunk = 4096;

// Reads all that a cursor has, `step` bytes at a time, and returns the payloads.
std::vector<std::string> read_all(LogCursor& cursor, std::size_t step = 1 << 20) {
  std::string bytes;
  while (true) {
    const std::string_view run = cursor.next().bytes;
    if (run.empty()) break;
    const std::size_t take = std::min(step, run.size());
    bytes += run.substr(0, take);
    std::string rest;
    cursor.taken(take, rest);
    bytes += rest;
  }
  std::vector<std::string> payloads;
  test::Frame frame;
  while (test::take_server_frame(bytes, frame)) payloads.push_back(frame.payload);
  EXPECT_TRUE(bytes.empty()) << "a frame was cut";
  return payloads;
}

std::vector<std::string> numbers(int from, int to) {
  std::vector<std::string> all;
  for (int i = from; i < to; ++i) all.push_back(std::to_string(i));
  return all;
}

void append_numbers(DumplingLog& log, int from, int to) {
  for (int i = from; i < to; ++i) {
    const std::string number = std::to_string(i);
    EXPECT_TRUE(log.append({number}));
  }
}

TEST(DumplingLog, ACursorBeginsAtTheHeadAndGetsWhatComesThen) {
  DumplingLog log(8 * chunk, chunk);
  append_numbers(log, 0, 10);
  LogCursor cursor(log);
  EXPECT_TRUE(read_all(cursor).empty());
  append_numbers(log, 10, 20);
  EXPECT_EQ(read_all(cursor), numbers(10, 20));
  EXPECT_TRUE(read_all(cursor).empty());
  EXPECT_EQ(cursor.position(), 20U);
}

TEST(DumplingLog, FramesAreWholeAcrossChunkEndsHoweverLittleIsTaken) {
  for (const std::size_t step : {1U, 2U, 3U, 10U, 100U, 1U << 20}) {
    DumplingLog log(16 * chunk, chunk);
    LogCursor cursor(log);
    append_numbers(log, 0, 500);
    EXPECT_EQ(read_all(cursor, step), numbers(0, 500)) << step;
    EXPECT_EQ(cursor.skipped(), 0U);
  }
}

TEST(DumplingLog, TextAndBinaryKeepTheirOpcode) {
  DumplingLog log(8 * chunk, chunk);
  LogCursor cursor(log);
  log.append({"t"});
  log.append({"b", net::Opcode::binary});
  std::string bytes(cursor.next().bytes);
  test::Frame frame;
  ASSERT_TRUE(test::take_server_frame(bytes, frame));
  EXPECT_EQ(frame.opcode, net::Opcode::text);
  ASSERT_TRUE(test::take_server_frame(bytes, frame));
  EXPECT_EQ(frame.opcode, net::Opcode::binary);
}

TEST(DumplingLog, ACursorThatWasOvertakenGoesOnAtTheOldestEntryAndCountsWhatItMissed) {
  DumplingLog log(4 * chunk, chunk);
  LogCursor cursor(log);
  append_numbers(log, 0, 10000);
  const auto got = read_all(cursor);
  ASSERT_FALSE(got.empty());
  EXPECT_EQ(got.back(), "9999");
  EXPECT_EQ(got, numbers(10000 - static_cast<int>(got.size()), 10000));
  EXPECT_EQ(cursor.skipped() + got.size(), 10000U);
  EXPECT_GT(got.size(), 3 * LogChunk::largest_message(chunk) / (sizeof(IndexEntry) + 8))
      << "three chunks at least are kept full";
}

TEST(DumplingLog, TakingPartOfAFrameMovesAfterItAndGivesTheRest) {
  DumplingLog log(4 * chunk, chunk);
  LogCursor cursor(log);
  append_numbers(log, 100, 103);  // frames of 5 bytes
  ASSERT_EQ(cursor.next().bytes.size(), 15U);
  std::string rest;
  EXPECT_EQ(cursor.taken(7, rest), 1U);
  EXPECT_EQ(rest, "101");
  EXPECT_EQ(cursor.position(), 2U);
  EXPECT_EQ(cursor.next().bytes.substr(2), "102");
  EXPECT_EQ(cursor.taken(5, rest = {}), 1U);
  EXPECT_EQ(rest, "");
}

TEST(DumplingLog, TakingNothingChangesNothing) {
  DumplingLog log(4 * chunk, chunk);
  LogCursor cursor(log);
  append_numbers(log, 0, 5);
  std::string rest;
  const std::string before(cursor.next().bytes);
  EXPECT_EQ(cursor.taken(0, rest), 0U);
  EXPECT_EQ(cursor.next().bytes, before);
  EXPECT_EQ(cursor.position(), 0U);
}

TEST(DumplingLog, TheLargestMessageFillsAChunkAndALargerOneIsRefused) {
  DumplingLog log(4 * chunk, chunk);
  LogCursor cursor(log);
  log.append({"before"});
  const std::string largest(log.largest_message(), 'x');
  EXPECT_TRUE(log.append({largest}));
  const std::string larger = largest + 'x';
  EXPECT_FALSE(log.append({larger}));
  log.append({"after"});
  EXPECT_EQ(read_all(cursor), (std::vector<std::string>{"before", largest, "after"}));
  EXPECT_GE(DumplingLog().largest_message(), defaults::max_message);
}

TEST(DumplingLog, MixedSizesKeepTheirOrderThroughManyRounds) {
  DumplingLog log(4 * chunk, chunk);
  LogCursor cursor(log);
  std::vector<std::string> sent;
  std::vector<std::string> got;
  for (int i = 0; i < 5000; ++i) {
    sent.push_back(std::to_string(i) + ' ' + std::string(static_cast<std::size_t>(i) * 31 % 900, 'x'));
    log.append({sent.back()});
    if (i % 2 == 0) continue;
    const auto some = read_all(cursor, 333);
    got.insert(got.end(), some.begin(), some.end());
  }
  const auto last = read_all(cursor);
  got.insert(got.end(), last.begin(), last.end());
  EXPECT_EQ(got, sent);
}

TEST(DumplingLog, AChunkThatIsBeingReadIsNotUsedAgain) {
  DumplingLog log(2 * chunk, chunk);
  LogCursor reader(log);
  append_numbers(log, 0, 50);
  const std::string_view run = reader.next().bytes;
  const std::string copy(run);
  append_numbers(log, 50, 5000);
  EXPECT_EQ(run, copy);
  std::string rest;
  EXPECT_EQ(reader.taken(run.size(), rest), 50U);
  const auto later = read_all(reader);
  EXPECT_EQ(later.back(), "4999");
  EXPECT_EQ(50 + later.size() + reader.skipped(), 5000U);
}

TEST(DumplingLog, ReadersOnOtherThreadsSeeWholeFramesInOrder) {
  DumplingLog log(8 * chunk, chunk);
  constexpr int total = 200000;
  constexpr int reader_count = 3;
  std::atomic<bool> done{false};
  std::latch all_at_the_beginning(reader_count);
  const auto reader = [&log, &done, &all_at_the_beginning] {
    LogCursor cursor(log);
    all_at_the_beginning.count_down();
    const auto began = cursor.position();
    std::uint64_t seen = 0;
    long last = -1;
    while (true) {
      const bool was_done = done;
      for (const auto& payload : read_all(cursor)) {
        const long number = std::stol(payload);
        EXPECT_GT(number, last);
        last = number;
        ++seen;
      }
      if (was_done) break;
    }
    EXPECT_EQ(last, total - 1);
    EXPECT_EQ(began + seen + cursor.skipped(), static_cast<std::uint64_t>(total));
  };
  std::vector<std::thread> readers;
  for (int i = 0; i < reader_count; ++i) readers.emplace_back(reader);
  all_at_the_beginning.wait();
  append_numbers(log, 0, total);
  done = true;
  for (auto& thread : readers) thread.join();
}

}  // namespace
}  // namespace netdumplings::hub
