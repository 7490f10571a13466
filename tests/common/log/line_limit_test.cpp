#include "common/log/line_limit.hpp"

#include <gtest/gtest.h>

namespace netdumplings {
namespace {

using namespace std::chrono_literals;

constexpr LineLimit::Clock::time_point start{};

TEST(LineLimit, LetsOneLineASecondThrough) {
  LineLimit limit;
  EXPECT_TRUE(limit.allows(start));
  EXPECT_FALSE(limit.allows(start));
  EXPECT_FALSE(limit.allows(start + 999ms));
  EXPECT_TRUE(limit.allows(start + 1s));
  EXPECT_FALSE(limit.allows(start + 1500ms));
}

TEST(LineLimit, LetsAsManyLinesASecondThroughAsItIsTold) {
  LineLimit limit(2);
  EXPECT_TRUE(limit.allows(start));
  EXPECT_TRUE(limit.allows(start));
  EXPECT_FALSE(limit.allows(start + 499ms));
  EXPECT_TRUE(limit.allows(start + 500ms));
  EXPECT_FALSE(limit.allows(start + 999ms));
  EXPECT_TRUE(limit.allows(start + 1s));
}

TEST(LineLimit, LetsMoreLinesThroughAtOnceAfterASilence) {
  LineLimit limit(2, 5);
  const auto allowed = [&limit](LineLimit::Clock::time_point now) {
    int lines = 0;
    for (int i = 0; i < 20; ++i) lines += limit.allows(now) ? 1 : 0;
    return lines;
  };
  EXPECT_EQ(allowed(start), 5);
  EXPECT_EQ(allowed(start + 1s), 2);
  EXPECT_EQ(allowed(start + 2s), 2);
  EXPECT_EQ(allowed(start + 1h), 5);
}

TEST(LineLimit, CountsWhatWasLeftOutSinceItWasAsked) {
  LineLimit limit;
  EXPECT_EQ(limit.take_left_out(), 0U);
  for (int i = 0; i < 5; ++i) limit.allows(start);
  EXPECT_EQ(limit.take_left_out(), 4U);
  EXPECT_EQ(limit.take_left_out(), 0U);
}

TEST(LineLimit, TheNextLineSaysHowManyWereLeftOut) {
  LineLimit limit;
  EXPECT_EQ(limit.due(start), "");
  EXPECT_EQ(limit.due(start), std::nullopt);
  EXPECT_EQ(limit.due(start), std::nullopt);
  EXPECT_EQ(limit.due(start + 1s), " (2 more like it were left out)");
  EXPECT_EQ(limit.due(start + 2s), "");
}

}  // namespace
}  // namespace netdumplings
