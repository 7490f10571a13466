#include "hub/log/log_search.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace netdumplings::hub {
namespace {

constexpr std::size_t bytes_of_chunk = 1024;

class LogSearchTest : public testing::Test {
 protected:
  // Appends `count` entries of the chefs A and B in turn; the arrival of entry i is 10 * i.
  void append(int count) {
    for (; count > 0; --count) {
      const DumplingLog::Position i = log_.head();
      const auto origin = origins_.of({i % 2 == 0 ? "A" : "B", std::nullopt, ""});
      ASSERT_TRUE(log_.append({"dumpling", net::Opcode::text, origin, static_cast<std::int64_t>(10 * i)}));
    }
  }
  // The position of a place.
  DumplingLog::Position at(LogPlace place) const { return log_.pin(place.chunk)->first() + place.entry; }

  DumplingLog log_{16 * bytes_of_chunk, bytes_of_chunk};
  OriginHasher origins_{log_.key()};
};

TEST_F(LogSearchTest, FindsThePlaceOfAPosition) {
  append(1000);
  const auto oldest = oldest_position(log_);
  EXPECT_GT(oldest, 0U);
  EXPECT_LT(oldest, 1000U);
  for (auto i = oldest; i <= 1000; ++i) EXPECT_EQ(at(find_position(log_, i)), i);
  EXPECT_EQ(at(find_position(log_, 0)), oldest) << "it has been overwritten";
  EXPECT_EQ(at(find_position(log_, 2000)), 1000U) << "it hasn't come yet";
}

TEST_F(LogSearchTest, FindsTheFirstEntryThatCameAtATimeOrLater) {
  append(1000);
  EXPECT_EQ(find_arrival(log_, 9900), 990U);
  EXPECT_EQ(find_arrival(log_, 9901), 991U);
  EXPECT_EQ(find_arrival(log_, 0), oldest_position(log_));
  EXPECT_EQ(find_arrival(log_, 10000), log_.head());
}

TEST_F(LogSearchTest, AStretchIsWhatCameWithinASecond) {
  append(1000);
  const auto stretch = stretch_from(log_, 850);
  ASSERT_TRUE(stretch);
  EXPECT_EQ(stretch->arrival_ms, 8500);
  EXPECT_EQ(stretch->end, 950U);
  EXPECT_EQ(stretch_from(log_, 950)->end, log_.head());
  EXPECT_FALSE(stretch_from(log_, log_.head()));
  EXPECT_FALSE(stretch_from(log_, 0)) << "it has been overwritten";
}

TEST_F(LogSearchTest, FindsTheLastEntries) {
  append(1000);
  EXPECT_EQ(find_last(log_, 0).begin, 1000U);
  EXPECT_EQ(find_last(log_, 3).begin, 997U);
  EXPECT_EQ(find_last(log_, 3).count, 3U);
  EXPECT_EQ(find_last(log_, 5000).begin, oldest_position(log_));
  EXPECT_EQ(find_last(log_, 5000).count, 1000U - oldest_position(log_));
}

TEST_F(LogSearchTest, FindsTheLastEntriesThatAPickerTakes) {
  append(1000);
  GatheredFrames gathered;
  const FramePicker picker(log_.key(), Choice{std::set<std::string, std::less<>>{"A"}, {}, {}}, gathered);
  LastSearch search(log_, 3);
  while (!search.step(picker)) {
  }
  EXPECT_EQ(search.found(), 994U);
}

TEST_F(LogSearchTest, LooksAtOneChunkInAStep) {
  append(1000);
  GatheredFrames gathered;
  const FramePicker picker(log_.key(), Choice{std::set<std::string, std::less<>>{"none"}, {}, {}}, gathered);
  LastSearch search(log_, 3);
  for (std::uint64_t chunk = log_.newest_chunk(); chunk > log_.oldest_chunk(); --chunk) {
    EXPECT_FALSE(search.step(picker));
    EXPECT_EQ(search.found(), log_.pin(chunk)->first());
  }
  while (!search.step(picker)) {
  }
  EXPECT_EQ(search.found(), oldest_position(log_));
}

TEST_F(LogSearchTest, InAnEmptyLogEverythingIsAtTheHead) {
  EXPECT_EQ(oldest_position(log_), 0U);
  EXPECT_EQ(find_arrival(log_, 0), 0U);
  EXPECT_EQ(find_last(log_, 10).begin, 0U);
}

}  // namespace
}  // namespace netdumplings::hub
