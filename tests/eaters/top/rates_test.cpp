#include "eaters/top/rates.hpp"

#include <gtest/gtest.h>

namespace netdumplings::eaters::top {
namespace {

TEST(RateMeter, KnowsNothingBeforeTheFirstEvent) { EXPECT_EQ(RateMeter().per_second(100), std::nullopt); }

TEST(RateMeter, MeasuresFromTheFirstEventOnWhileItIsYoung) {
  RateMeter meter;
  for (int i = 0; i < 8; ++i) meter.add(1000.5 + i * 0.5);
  EXPECT_DOUBLE_EQ(*meter.per_second(1004.5), 2);
}

TEST(RateMeter, ABurstIsABurstForItsFirstSecond) {
  RateMeter meter;
  for (int i = 0; i < 5; ++i) meter.add(1000);
  EXPECT_DOUBLE_EQ(*meter.per_second(1000), 5);
}

TEST(RateMeter, ForgetsWhatIsOlderThanItsWindow) {
  RateMeter meter;
  for (int second = 0; second < 60; ++second) {
    for (int i = 0; i < 3; ++i) meter.add(1000 + second);
  }
  EXPECT_NEAR(*meter.per_second(1059.99), 3, 0.01);
  EXPECT_LT(*meter.per_second(1065), 2);
  EXPECT_EQ(*meter.per_second(1069), 0);
}

TEST(CounterRate, IsKnownAfterTheSecondReading) {
  CounterRate rate;
  rate.update(100, 10);
  EXPECT_EQ(rate.per_second(), std::nullopt);
  rate.update(150, 15);
  EXPECT_DOUBLE_EQ(*rate.per_second(), 10);
  EXPECT_EQ(rate.growth(), 50);
}

TEST(CounterRate, ACounterThatWentBackBeginsAnew) {
  CounterRate rate;
  rate.update(100, 10);
  rate.update(150, 15);
  rate.update(5, 20);
  EXPECT_EQ(rate.per_second(), std::nullopt);
  EXPECT_EQ(rate.growth(), 0);
  rate.update(15, 22);
  EXPECT_DOUBLE_EQ(*rate.per_second(), 5);
}

TEST(CounterRate, TwoReadingsOfOneMomentLeaveTheRateAsItWas) {
  CounterRate rate;
  rate.update(0, 10);
  rate.update(10, 15);
  rate.update(10, 15);
  EXPECT_DOUBLE_EQ(*rate.per_second(), 2);
}

}  // namespace
}  // namespace netdumplings::eaters::top
