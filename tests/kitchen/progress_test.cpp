#include "kitchen/progress.hpp"

#include <gmock/gmock.h>

#include <thread>
#include <vector>

namespace netdumplings::kitchen {
namespace {

using namespace std::chrono_literals;

TEST(ProgressLine, ShowsShareRateAndTimeLeft) {
  EXPECT_EQ(progress_line(0.25, 1000000, 4s), "25 % read, 1000000 packets, 250000/s, 12 s left");
}

TEST(ProgressLine, LongTimesHaveTwoUnits) {
  EXPECT_EQ(progress_line(0.5, 1, 150s), "50 % read, 1 packets, 0/s, 2 min 30 s left");
  EXPECT_EQ(progress_line(0.5, 1, 3h + 5min), "50 % read, 1 packets, 0/s, 3 h 5 min left");
}

TEST(ProgressLine, ForAPipeOnlyPacketsAreKnown) {
  EXPECT_EQ(progress_line(std::nullopt, 500, 2s), "500 packets, 250/s");
}

TEST(ProgressLine, AtTheEndNothingIsLeft) { EXPECT_EQ(progress_line(1.0, 10, 1s), "100 % read, 10 packets, 10/s"); }

TEST(Progress, IsNotDueAtOnceAndIsClearedAtTheEnd) {
  std::vector<std::string> shown;
  {
    Progress progress([&](const std::string& line) { shown.push_back(line); });
    EXPECT_FALSE(progress.due());
    while (!progress.due()) std::this_thread::yield();
    progress.show(0.5, 7);
    EXPECT_FALSE(progress.due());
  }
  EXPECT_THAT(shown, ::testing::ElementsAre(::testing::StartsWith("50 % read, 7 packets"), ""));
}

}  // namespace
}  // namespace netdumplings::kitchen
