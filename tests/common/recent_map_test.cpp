#include <netdumplings/recent_map.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace netdumplings {
namespace {

template <class Map>
auto keys(const Map& map) {
  std::vector<decltype(map.entries().front().key)> all;
  for (const auto& entry : map.entries()) all.push_back(entry.key);
  return all;
}

TEST(RecentMap, KeepsTheOrderInWhichKeysWereAdded) {
  RecentMap<std::string, int> map(100);
  for (const char* key : {"c", "a", "b", "a"}) ++map.touch(key);
  EXPECT_EQ(keys(map), (std::vector<std::string>{"c", "a", "b"}));
  EXPECT_EQ(map.touch("a"), 2);
}

TEST(RecentMap, SaysWhetherAKeyIsNew) {
  RecentMap<int, int> map(100);
  EXPECT_TRUE(map.touch_or_add(7).second);
  EXPECT_FALSE(map.touch_or_add(7).second);
}

TEST(RecentMap, ForgetsTheHalfThatWasTouchedLeastRecentlyWhenItIsFull) {
  RecentMap<int, int> map(4);
  for (const int key : {1, 2, 3, 4, 1, 5}) map.touch(key);
  EXPECT_EQ(keys(map), (std::vector<int>{1, 4, 5}));
}

TEST(RecentMap, CountsTheCostsThatItIsGiven) {
  RecentMap<std::string, int> map(10);
  map.touch("small", 1);
  map.touch("large", 9);
  EXPECT_EQ(map.size(), 2U);
  map.touch("more", 1);
  EXPECT_LT(map.size(), 3U);
}

TEST(RecentMap, FindsWithoutTouching) {
  RecentMap<int, int> map(4);
  for (const int key : {1, 2, 3, 4}) map.touch(key) = key;
  EXPECT_EQ(*map.find(1), 1);
  EXPECT_EQ(map.find(7), nullptr);
  map.touch(5);
  EXPECT_EQ(map.find(1), nullptr);
}

TEST(RecentMap, CanBeMovedAndCleared) {
  RecentMap<std::string, int> map(4);
  map.touch("a") = 1;
  RecentMap<std::string, int> moved = std::move(map);
  EXPECT_EQ(moved.touch("a"), 1);
  moved.clear();
  EXPECT_EQ(moved.size(), 0U);
  EXPECT_EQ(moved.touch("a"), 0);
}

}  // namespace
}  // namespace netdumplings
