#include "net/session/keepalive.hpp"

#include <gtest/gtest.h>

namespace netdumplings::net {
namespace {

using namespace std::chrono_literals;

class KeepaliveTest : public testing::Test {
 protected:
  // Asks ten times a second during `time`, as a server does, and returns whether the peer was ever stalled. Each time
  // the peer acknowledges some bytes.
  bool stalls(std::chrono::milliseconds time, int acknowledged) {
    bool stalled = false;
    for (const auto end = now_ + time; now_ < end; now_ += 100ms, held_ -= acknowledged) {
      stalled = keepalive_.stalled(now_, since_, held_) || stalled;
    }
    return stalled;
  }

  Keepalive::Clock::time_point now_{1h};
  Keepalive keepalive_{{.ping = 20s, .silent = 60s, .stalled = 30s}, now_};
  Keepalive::Clock::time_point since_ = now_;  // the kernel takes nothing
  int held_ = 1000000;
};

TEST_F(KeepaliveTest, APeerThatTakesNothingIsStalledWhenTheTimeIsOver) {
  EXPECT_FALSE(stalls(30s, 0));
  EXPECT_TRUE(stalls(1s, 0));
}

TEST_F(KeepaliveTest, APeerThatTakesALittleIsNotStalledThoughTheKernelTakesNoMoreForMinutes) {
  EXPECT_FALSE(stalls(10min, 1));
}

TEST_F(KeepaliveTest, TheTimeBeginsAgainWithEachByteThatThePeerTakes) {
  EXPECT_FALSE(stalls(29s, 0));
  held_ -= 1;
  EXPECT_FALSE(stalls(29s, 0));
  EXPECT_TRUE(stalls(2s, 0));
}

TEST_F(KeepaliveTest, TheTimeBeginsAgainWhenTheKernelTookMoreThoughItHoldsMore) {
  EXPECT_FALSE(stalls(29s, 0));
  since_ = now_;
  held_ += 500000;
  EXPECT_FALSE(stalls(29s, 0));
  EXPECT_TRUE(stalls(2s, 0));
}

TEST_F(KeepaliveTest, APeerForWhichNothingIsPendingIsNeverStalled) {
  since_ = Keepalive::Clock::time_point::max();
  EXPECT_FALSE(stalls(10min, 0));
}

TEST_F(KeepaliveTest, ASilentPeerIsPingedOnceAnIntervalUntilItIsGivenUp) {
  EXPECT_EQ(keepalive_.next_look(), now_ + 20s);
  EXPECT_FALSE(keepalive_.ping_is_due(now_ + 19s));
  EXPECT_TRUE(keepalive_.ping_is_due(now_ + 20s));
  EXPECT_FALSE(keepalive_.ping_is_due(now_ + 39s));
  EXPECT_EQ(keepalive_.next_look(), now_ + 40s);
  EXPECT_TRUE(keepalive_.ping_is_due(now_ + 41s));
  EXPECT_FALSE(keepalive_.silent(now_ + 59s));
  EXPECT_TRUE(keepalive_.silent(now_ + 60s));
  EXPECT_EQ(keepalive_.next_look(), now_ + 60s);
}

TEST_F(KeepaliveTest, APeerThatIsHeardOfIsNotPinged) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_FALSE(keepalive_.ping_is_due(now_ += 19s));
    EXPECT_FALSE(keepalive_.silent(now_));
    keepalive_.heard(now_);
  }
}

}  // namespace
}  // namespace netdumplings::net
