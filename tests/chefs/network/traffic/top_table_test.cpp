// The table that finds the greatest.
#include "network/traffic/top_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace netdumplings::chefs::network {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Sum {
  std::uint64_t sum = 0;
  std::uint64_t weight() const { return sum; }
};
using Table = TopTable<int, Sum>;

std::vector<int> top_keys(const Table& table, std::size_t count) {
  std::vector<int> keys;
  for (const auto* entry : table.top(count)) keys.push_back(entry->first);
  return keys;
}

TEST(TopTable, FindsTheHeaviestFirst) {
  Table table(100);
  table.at(1).sum += 5;
  table.at(2).sum += 9;
  table.at(3).sum += 7;
  table.at(1).sum += 5;
  EXPECT_THAT(top_keys(table, 2), ElementsAre(1, 2));
  EXPECT_THAT(top_keys(table, 10), ElementsAre(1, 2, 3));
  EXPECT_THAT(top_keys(table, 0), IsEmpty());
}

TEST(TopTable, OrdersEquallyHeavyOnesByTheirKeys) {
  Table table(1000);
  for (int key = 500; key > 0; --key) table.at(key).sum = 1;
  EXPECT_THAT(top_keys(table, 3), ElementsAre(1, 2, 3));
}

TEST(TopTable, ForgetsTheLighterHalfWhenItIsFull) {
  Table table(4);
  for (const int key : {1, 2, 3, 4}) table.at(key).sum = static_cast<std::uint64_t>(10 * key);
  table.at(5).sum = 1;
  EXPECT_THAT(top_keys(table, 10), ElementsAre(4, 3, 5));
}

TEST(TopTable, KeepsTheHeavyOnesAmongAnyNumberOfOthers) {
  Table table(100);
  for (int key = 1000; key < 100'000; ++key) {
    ++table.at(key).sum;
    table.at(key % 3).sum += 2;
  }
  EXPECT_EQ(top_keys(table, 3), (std::vector<int>{0, 1, 2}));
  EXPECT_LE(table.top(1'000'000).size(), 100u);
}

TEST(TopTable, IsEmptyAfterClear) {
  Table table(4);
  table.at(1).sum = 1;
  table.clear();
  EXPECT_THAT(top_keys(table, 10), IsEmpty());
}

}  // namespace
}  // namespace netdumplings::chefs::network
