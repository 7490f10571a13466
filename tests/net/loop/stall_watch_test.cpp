#include "net/loop/stall_watch.hpp"

#include <gtest/gtest.h>

namespace netdumplings::net {
namespace {

using namespace std::chrono_literals;

class StallWatchTest : public testing::Test {
 protected:
  // Asks as the server does, ten times a second, for so long; whether it was ever stalled. Each time the peer
  // acknowledges some bytes.
  bool stalls(std::chrono::milliseconds time, int acknowledged) {
    bool stalled = false;
    for (const auto end = now_ + time; now_ < end; now_ += 100ms, held_ -= acknowledged) {
      stalled = watch_.stalled(now_, since_, held_, 30s) || stalled;
    }
    return stalled;
  }

  StallWatch watch_;
  StallWatch::Clock::time_point now_{1h};
  StallWatch::Clock::time_point since_ = now_;  // the kernel takes nothing
  int held_ = 1000000;
};

TEST_F(StallWatchTest, APeerThatTakesNothingIsStalledWhenTheTimeIsOver) {
  EXPECT_FALSE(stalls(30s, 0));
  EXPECT_TRUE(stalls(1s, 0));
}

TEST_F(StallWatchTest, OneThatTakesALittleIsNotThoughTheKernelTakesNoMoreForMinutes) { EXPECT_FALSE(stalls(10min, 1)); }

TEST_F(StallWatchTest, TheTimeBeginsAgainWithEachByteThatIsTaken) {
  EXPECT_FALSE(stalls(29s, 0));
  held_ -= 1;
  EXPECT_FALSE(stalls(29s, 0));
  EXPECT_TRUE(stalls(2s, 0));
}

TEST_F(StallWatchTest, WhereTheKernelTookMoreMeanwhileTheTimeBeginsAgainThoughItHoldsMore) {
  EXPECT_FALSE(stalls(29s, 0));
  since_ = now_;
  held_ += 500000;
  EXPECT_FALSE(stalls(29s, 0));
  EXPECT_TRUE(stalls(2s, 0));
}

TEST_F(StallWatchTest, OneForWhichNothingIsPendingIsNeverStalled) {
  since_ = StallWatch::Clock::time_point::max();
  EXPECT_FALSE(stalls(10min, 0));
}

}  // namespace
}  // namespace netdumplings::net
