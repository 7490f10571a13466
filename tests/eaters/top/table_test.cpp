#include "eaters/top/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace netdumplings::eaters::top {
namespace {

using testing::ElementsAre;

Table kitchens() {
  Table table;
  table.columns = {{"Name"}, {"Dump/s", Column::Kind::number}};
  table.rows = {{{"cellar"}, {"-", {}}}, {{"attic"}, {"2", 2.0}}, {{"garage"}, {"10", 10.0}}, {{"barn"}, {"2", 2.0}}};
  return table;
}

std::vector<std::string> names_sorted_by(std::size_t column, bool reversed) {
  Table table = kitchens();
  sort(table, column, reversed);
  std::vector<std::string> names;
  for (const Row& row : table.rows) names.push_back(row.front().text);
  return names;
}

TEST(Sort, TextGoesFromAToZAndBack) {
  EXPECT_THAT(names_sorted_by(0, false), ElementsAre("attic", "barn", "cellar", "garage"));
  EXPECT_THAT(names_sorted_by(0, true), ElementsAre("garage", "cellar", "barn", "attic"));
}

TEST(Sort, NumbersBeginWithTheLargestAndEqualsGoByName) {
  EXPECT_THAT(names_sorted_by(1, false), ElementsAre("garage", "attic", "barn", "cellar"));
}

TEST(Sort, WhatIsNotKnownComesLastEitherWay) {
  EXPECT_THAT(names_sorted_by(1, true), ElementsAre("attic", "barn", "garage", "cellar"));
}

}  // namespace
}  // namespace netdumplings::eaters::top
