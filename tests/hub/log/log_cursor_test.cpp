// How a cursor cuts the log into runs, and which of them other cursors share.
#include "hub/log/log_cursor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "common/defaults.hpp"
#include "net/raw_client.hpp"

namespace netdumplings::hub {
namespace {

constexpr std::size_t cursor_chunk = std::size_t{256} << 10;

void add(DumplingLog& log, std::size_t count, std::size_t size, const OriginHash& origin = {}) {
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_TRUE(log.append({std::string(size, 'x'), net::Opcode::text, origin}));
  }
}

void take_all(LogCursor& cursor, const net::FrameRun& run) {
  std::string rest;
  cursor.taken(run.bytes.size(), rest);
  EXPECT_TRUE(rest.empty());
}

std::size_t count_frames(const net::FrameRun& run) {
  std::string bytes(run.bytes);
  test::Frame frame;
  std::size_t count = 0;
  while (test::take_server_frame(bytes, frame)) ++count;
  EXPECT_TRUE(bytes.empty()) << "a frame was cut";
  return count;
}

TEST(LogCursor, OthersInTheSamePlaceGiveTheSameRun) {
  DumplingLog log(2 * cursor_chunk, cursor_chunk);
  LogCursor one(log);
  LogCursor other(log);
  add(log, 20, 1000);
  const net::FrameRun run = one.next();
  EXPECT_NE(run.version, 0U);
  EXPECT_EQ(run.bytes.data(), other.next().bytes.data());
  EXPECT_EQ(run.version, other.next().version);
}

TEST(LogCursor, ARunInAChunkThatIsUsedAgainHasAnotherVersion) {
  DumplingLog log(2 * cursor_chunk, cursor_chunk);
  std::set<std::pair<const char*, std::uint64_t>> seen;
  for (int round = 0; round < 10; ++round) {
    LogCursor cursor(log, log.head());
    add(log, 2, cursor_chunk / 2 - 10000);
    const net::FrameRun run = cursor.next();
    EXPECT_TRUE(seen.emplace(run.bytes.data(), run.version).second) << round;
  }
}

TEST(LogCursor, ALongRunEndsWithAFrameAndALongerFrameIsARunOfItsOwn) {
  DumplingLog log(4 * defaults::log_chunk, 2 * defaults::log_chunk);
  LogCursor cursor(log);
  add(log, 1, defaults::sent_at_once + 100);
  add(log, 8, 200000);
  add(log, 1, defaults::sent_at_once + 100);
  add(log, 1, 100);
  for (const std::size_t frames : {1U, 5U, 3U, 1U, 1U}) {
    const net::FrameRun run = cursor.next();
    EXPECT_EQ(count_frames(run), frames);
    take_all(cursor, run);
  }
  EXPECT_TRUE(cursor.next().bytes.empty());
}

TEST(LogCursor, ARunAsLongAsTheLimitIsNotCut) {
  DumplingLog log(2 * defaults::log_chunk, defaults::log_chunk);
  LogCursor cursor(log);
  constexpr std::size_t size = std::size_t{64} << 10;
  add(log, defaults::sent_at_once / size, size - 4);  // and a header of 4 bytes
  EXPECT_EQ(cursor.next().bytes.size(), defaults::sent_at_once);
}

TEST(LogCursor, GivesNothingFromTheEndOnThatItIsGiven) {
  DumplingLog log(8 * cursor_chunk, cursor_chunk);
  LogCursor cursor(log);
  add(log, 1000, 1000);  // in several chunks
  for (const LogCursor::Position end : {0U, 1U, 100U, 100U, 300U, 999U, 1000U, 2000U}) {
    for (auto run = cursor.next(end); !run.bytes.empty(); run = cursor.next(end)) take_all(cursor, run);
    EXPECT_EQ(cursor.position(), std::min<LogCursor::Position>(end, 1000));
  }
  EXPECT_EQ(cursor.skipped(), 0U);
}

class ChoosingCursor : public testing::Test {
 protected:
  GatheredFrames gathered_;
  DumplingLog log_{2 * defaults::log_chunk, defaults::log_chunk};
  OriginHasher origins_{log_.key()};
  const OriginHash wanted_ = origins_.of({"Wanted", std::nullopt, ""});
  const OriginHash other_ = origins_.of({"Other", std::nullopt, ""});
  LogCursor cursor_{log_, std::make_unique<FramePicker>(
                              log_.key(), Choice{std::set<std::string, std::less<>>{"Wanted"}, {}, {}}, gathered_)};
};

TEST_F(ChoosingCursor, SharesWhatItTakesFromTheLogItself) {
  LogCursor takes_all(log_);
  add(log_, 20, 1000, wanted_);
  const net::FrameRun run = cursor_.next();
  EXPECT_EQ(run.version, takes_all.next().version);
  EXPECT_EQ(run.bytes.data(), takes_all.next().bytes.data());
}

TEST_F(ChoosingCursor, SharesNothingThatItGathers) {
  for (int i = 0; i < 20; ++i) add(log_, 1, 1000, i % 2 == 0 ? wanted_ : other_);
  EXPECT_EQ(cursor_.next().version, 0U);
}

TEST_F(ChoosingCursor, GoesOnAtTheEndThatItWasGiven) {
  for (int i = 0; i < 40; ++i) add(log_, 1, 100, i % 2 == 0 ? wanted_ : other_);
  std::size_t frames = 0;
  for (LogCursor::Position end = 0; end <= 40; end += 3) {
    for (auto run = cursor_.next(end); !run.bytes.empty(); run = cursor_.next(end)) {
      frames += count_frames(run);
      take_all(cursor_, run);
    }
    EXPECT_EQ(frames, (end + 1) / 2);
    EXPECT_EQ(cursor_.position(), end);
  }
}

TEST_F(ChoosingCursor, LooksAtOneChunkInACall) {
  add(log_, 1, 100, wanted_);
  const auto first_chunk = log_.newest_chunk();
  while (log_.newest_chunk() == first_chunk) add(log_, 1, 100000, other_);
  add(log_, 1, 100, wanted_);
  take_all(cursor_, cursor_.next());
  EXPECT_TRUE(cursor_.next().bytes.empty());
  EXPECT_TRUE(cursor_.unfinished());
  EXPECT_EQ(count_frames(cursor_.next()), 1U);
  EXPECT_FALSE(cursor_.unfinished());
}

TEST_F(ChoosingCursor, BeginsAtTheLastOnesThatItTakes) {
  for (int i = 0; i < 10; ++i) add(log_, 1, 100, i % 2 == 0 ? wanted_ : other_);
  LogCursor cursor(log_, std::make_unique<FramePicker>(
                             log_.key(), Choice{std::set<std::string, std::less<>>{"Wanted"}, {}, {}}, gathered_));
  cursor.begin_at_last(3);
  EXPECT_FALSE(cursor.placed());
  EXPECT_TRUE(cursor.next().bytes.empty()) << "it searches";
  EXPECT_TRUE(cursor.placed());
  EXPECT_TRUE(cursor.unfinished());
  EXPECT_EQ(cursor.begin(), 4U);
  EXPECT_EQ(count_frames(cursor.next()), 3U);
}

TEST_F(ChoosingCursor, CutsALongRunAsWell) {
  add(log_, 8, 200000, wanted_);
  EXPECT_EQ(count_frames(cursor_.next()), 5U);
}

}  // namespace
}  // namespace netdumplings::hub
