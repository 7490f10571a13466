#include "kitchen/chefs/line_limit.hpp"

#include <gtest/gtest.h>

namespace netdumplings::kitchen {
namespace {

using namespace std::chrono_literals;

TEST(LineLimit, LetsOneLineASecondThrough) {
  LineLimit limit;
  const LineLimit::Clock::time_point start{};
  EXPECT_TRUE(limit.allows(start));
  EXPECT_FALSE(limit.allows(start));
  EXPECT_FALSE(limit.allows(start + 999ms));
  EXPECT_TRUE(limit.allows(start + 1s));
  EXPECT_FALSE(limit.allows(start + 1500ms));
}

TEST(LineLimit, CountsWhatWasLeftOutSinceItWasAsked) {
  LineLimit limit;
  const LineLimit::Clock::time_point start{};
  EXPECT_EQ(limit.take_left_out(), 0u);
  for (int i = 0; i < 5; ++i) limit.allows(start);
  EXPECT_EQ(limit.take_left_out(), 4u);
  EXPECT_EQ(limit.take_left_out(), 0u);
}

}  // namespace
}  // namespace netdumplings::kitchen
