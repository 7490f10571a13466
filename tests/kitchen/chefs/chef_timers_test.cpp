#include "kitchen/chefs/chef_timers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace netdumplings::kitchen {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr auto longest = std::numeric_limits<std::int64_t>::max();

std::vector<std::pair<std::size_t, std::uint64_t>> due(ChefTimers& timers, std::int64_t clock) {
  std::vector<std::pair<std::size_t, std::uint64_t>> called;
  timers.run_due(clock, [&](std::size_t chef, std::uint64_t token) { called.emplace_back(chef, token); });
  return called;
}

TEST(ChefTimers, CallsInTheOrderOfTimesAndThenOfStarts) {
  ChefTimers timers;
  timers.start(0, 1, 100, 50);
  timers.start(1, 2, 100, 20);
  timers.start(2, 3, 110, 40);
  EXPECT_THAT(due(timers, 119), IsEmpty());
  EXPECT_EQ(timers.wait(119).count(), 1);
  EXPECT_THAT(due(timers, 120), ElementsAre(Pair(1, 2)));
  EXPECT_THAT(due(timers, 150), ElementsAre(Pair(0, 1), Pair(2, 3)));
  EXPECT_TRUE(timers.empty());
}

TEST(ChefTimers, OneThatIsStartedByACallWaitsForTheNextRound) {
  ChefTimers timers;
  timers.start(0, 1, 0, 5);
  int calls = 0;
  const auto again = [&](std::size_t chef, std::uint64_t token) {
    ++calls;
    timers.start(chef, token, 10, 0);
  };
  timers.run_due(10, again);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(timers.wait(10).count(), 0);
  timers.run_due(10, again);
  EXPECT_EQ(calls, 2);
}

TEST(ChefTimers, AClockThatGoesBackCountsAsNoTime) {
  ChefTimers timers;
  timers.start(0, 1, 1000, 100);
  EXPECT_THAT(due(timers, 1060), IsEmpty());
  EXPECT_THAT(due(timers, -5000), IsEmpty());
  EXPECT_EQ(timers.wait(-5000).count(), 40);
  EXPECT_THAT(due(timers, -4960), ElementsAre(Pair(0, 1)));
}

TEST(ChefTimers, AClockAtItsEndsDoesNotOverflow) {
  ChefTimers timers;
  timers.start(0, 1, std::numeric_limits<std::int64_t>::min(), longest);
  EXPECT_EQ(timers.wait(std::numeric_limits<std::int64_t>::min()).count(), longest);
  EXPECT_THAT(due(timers, longest), ElementsAre(Pair(0, 1)));
  timers.start(0, 2, longest, longest);
  EXPECT_THAT(due(timers, longest), ElementsAre(Pair(0, 2))) << "no time can be later";
  timers.start(0, 3, 0, -1);
  EXPECT_THAT(due(timers, 0), ElementsAre(Pair(0, 3)));
}

TEST(ChefTimers, WithoutTimersThereIsNothingToWaitFor) {
  ChefTimers timers;
  EXPECT_EQ(timers.wait(7), std::chrono::nanoseconds::max());
  EXPECT_THAT(due(timers, 7), IsEmpty());
}

}  // namespace
}  // namespace netdumplings::kitchen
