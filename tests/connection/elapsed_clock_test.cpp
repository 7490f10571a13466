#include "connection/elapsed_clock.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "times.hpp"

namespace netdumplings::connection {
namespace {

using namespace std::chrono_literals;

TEST(ElapsedClock, CountsTheTimeThatPassed) {
  ElapsedClock clock;
  const auto begin = clock.advance(100 * second);
  clock.advance(100 * second + 999'999'999);
  EXPECT_FALSE(clock.is_over(begin, 1s));
  clock.advance(101 * second);
  EXPECT_TRUE(clock.is_over(begin, 1s));
  EXPECT_FALSE(clock.is_over(begin, 1001ms));
}

TEST(ElapsedClock, LosesNoParts) {
  ElapsedClock clock;
  const auto begin = clock.advance(0);
  for (int i = 1; i <= 1000; ++i) clock.advance(i * 999'999LL);
  EXPECT_EQ(clock.reading() - begin, 999u);
}

TEST(ElapsedClock, TakesAStepBackForNoTimeAndGoesOnFromThere) {
  ElapsedClock clock;
  const auto begin = clock.advance(100 * second);
  clock.advance(5 * second);
  EXPECT_EQ(clock.reading(), begin);
  clock.advance(6 * second);
  EXPECT_EQ(clock.reading() - begin, 1000u);
}

TEST(ElapsedClock, TakesAnyStep) {
  ElapsedClock clock;
  const auto begin = clock.advance(std::numeric_limits<std::int64_t>::min());
  clock.advance(std::numeric_limits<std::int64_t>::max());
  EXPECT_TRUE(clock.is_over(begin, 24h));
  for (int i = 0; i < 100; ++i) {
    const auto before = clock.advance(0);
    clock.advance(std::numeric_limits<std::int64_t>::max());
    EXPECT_TRUE(clock.is_over(before, 24h)) << "the count comes around, differences are right";
  }
}

}  // namespace
}  // namespace netdumplings::connection
