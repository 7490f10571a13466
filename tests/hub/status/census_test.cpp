#include "hub/status/census.hpp"

#include <gtest/gtest.h>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

// A report with the eaters `first`, `first` + `step`, and so on.
ShardReport report(std::size_t eaters, std::uint64_t first, std::uint64_t step) {
  ShardReport made;
  made.eaters = eaters;
  made.present.sent = eaters;
  made.gone.skipped = 1;
  made.stalled = 2;
  for (std::size_t i = 0; i < eaters; ++i) made.first.push_back({first + i * step, "{}", {"::1", 1}, 0, {}});
  return made;
}

TEST(Census, AddsTheReportsOfAllThreads) {
  ShardReport all = report(3, 1, 2);
  add(all, report(2, 2, 2));
  EXPECT_EQ(all.eaters, 5U);
  EXPECT_EQ(all.present.sent, 5U);
  EXPECT_EQ(all.gone.skipped, 2U);
  EXPECT_EQ(all.stalled, 4U);
}

TEST(Census, ListsEatersInTheOrderInWhichTheyCame) {
  ShardReport all = report(3, 1, 2);
  add(all, report(2, 2, 2));
  ASSERT_EQ(all.first.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(all.first[i].number, i + 1);
}

TEST(Census, ListsNoMoreThanTheStatusShows) {
  ShardReport all = report(defaults::status_max_entries, 2, 2);
  add(all, report(10, 1, 2));
  EXPECT_EQ(all.first.size(), defaults::status_max_entries);
  EXPECT_EQ(all.first.front().number, 1U);
  EXPECT_EQ(all.eaters, defaults::status_max_entries + 10);
}

}  // namespace
}  // namespace netdumplings::hub
