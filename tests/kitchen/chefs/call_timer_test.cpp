#include "kitchen/chefs/call_timer.hpp"

#include <gtest/gtest.h>

namespace netdumplings::kitchen {
namespace {

using namespace std::chrono_literals;

TEST(CallTimer, TheFirstCallsAreMeasuredAndThenOneInMany) {
  CallTimer timer;
  int measured = 0;
  for (int i = 0; i < 6400; ++i) measured += timer.next_is_measured() ? 1 : 0;
  EXPECT_EQ(timer.calls(), 6400U);
  EXPECT_EQ(measured, 64 + 99);
}

TEST(CallTimer, AMeasuredCallCountsForTheOthers) {
  CallTimer timer;
  for (int i = 0; i < 6400; ++i) {
    if (timer.next_is_measured()) timer.add(1us);
  }
  EXPECT_EQ(timer.spent(), 6400us);
}

}  // namespace
}  // namespace netdumplings::kitchen
