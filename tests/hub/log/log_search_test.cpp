#include "hub/log/log_search.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "hub/log/topics.hpp"

namespace netdumplings::hub {
namespace {

constexpr std::size_t bytes_of_chunk = 1024;

class LogSearchTest : public testing::Test {
 protected:
  // Appends `count` entries of the chefs A and B in turn; the arrival of entry i is 10 * i.
  void append(int count) {
    for (; count > 0; --count) {
      const DumplingLog::Position i = log_.head();
      const auto topic = topics_.of({i % 2 == 0 ? "A" : "B", std::nullopt, ""});
      ASSERT_TRUE(log_.append({"dumpling", net::Opcode::text, topic, static_cast<std::int64_t>(10 * i)}));
    }
  }
  // The position of a place.
  DumplingLog::Position at(LogPlace place) const { return log_.pin(place.chunk)->first() + place.entry; }

  Topics topics_;
  DumplingLog log_{4 * bytes_of_chunk, bytes_of_chunk};
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

TEST_F(LogSearchTest, FindsTheLastEntries) {
  append(1000);
  EXPECT_EQ(find_last(log_, 0, nullptr), 1000U);
  EXPECT_EQ(find_last(log_, 3, nullptr), 997U);
  EXPECT_EQ(find_last(log_, 5000, nullptr), oldest_position(log_));
}

TEST_F(LogSearchTest, FindsTheLastEntriesThatAPickerTakes) {
  append(1000);
  GatheredFrames gathered;
  FramePicker picker(topics_, Choice{std::set<std::string, std::less<>>{"A"}, {}, {}}, gathered);
  EXPECT_EQ(find_last(log_, 3, &picker), 994U);
}

TEST_F(LogSearchTest, InAnEmptyLogEverythingIsAtTheHead) {
  EXPECT_EQ(oldest_position(log_), 0U);
  EXPECT_EQ(find_arrival(log_, 0), 0U);
  EXPECT_EQ(find_last(log_, 10, nullptr), 0U);
}

}  // namespace
}  // namespace netdumplings::hub
