#include "kitchen/delivery/spool_health.hpp"

#include <gtest/gtest.h>

namespace netdumplings::kitchen {
namespace {

using std::chrono::seconds;
using News = std::optional<std::string>;

const SpoolHealth::Clock::time_point start{seconds(1000)};

TEST(SpoolHealth, TroubleIsReportedOnceAndItsEndOnce) {
  SpoolHealth health;
  health.worked();
  EXPECT_EQ(health.take_news(), std::nullopt);
  health.failed("full", start);
  EXPECT_EQ(health.take_news(), News("full"));
  for (int i = 1; i < 300; ++i) health.failed("full", start + seconds(i));
  EXPECT_EQ(health.take_news(), std::nullopt);
  EXPECT_EQ(health.trouble(), "full");
  health.worked();
  EXPECT_EQ(health.take_news(), News(""));
  health.worked();
  EXPECT_EQ(health.take_news(), std::nullopt);
  EXPECT_EQ(health.trouble(), "");
}

TEST(SpoolHealth, TroubleThatComesAndGoesIsReportedOnceAMinute) {
  SpoolHealth health;
  int reports = 0;
  for (int i = 0; i < 120; ++i) {
    health.failed("full", start + seconds(i));
    if (health.take_news() == News("full")) ++reports;
    health.worked();
    health.take_news();
  }
  EXPECT_EQ(reports, 2);
}

TEST(SpoolHealth, AFullDiskIsTriedOnceASecondAndWhenAFileOfOursIsRemoved) {
  SpoolHealth health;
  EXPECT_TRUE(health.may_ask(start));
  health.failed("full", start);
  EXPECT_FALSE(health.may_ask(start));
  EXPECT_TRUE(health.may_ask(start + seconds(1)));
  health.failed("full", start + seconds(1));
  health.gave_way();
  EXPECT_TRUE(health.may_ask(start + seconds(1)));
}

}  // namespace
}  // namespace netdumplings::kitchen
