#include "eaters/top/view.hpp"

#include <gtest/gtest.h>

namespace netdumplings::eaters::top {
namespace {

TEST(View, TabGoesRoundThePanesInBothDirections) {
  View view;
  for (const std::size_t pane : {1U, 2U, 3U, 0U}) {
    view.press(Key::next_pane);
    EXPECT_EQ(view.focus(), pane);
  }
  view.press(Key::last_pane);
  EXPECT_EQ(view.focus(), 3U);
}

TEST(View, NumbersChooseAPane) {
  View view;
  view.press(Key::eaters);
  EXPECT_EQ(view.focus(), 2U);
  view.press(Key::connections);
  EXPECT_EQ(view.focus(), connections_pane);
  view.press(Key::kitchens);
  EXPECT_EQ(view.focus(), 0U);
}

TEST(View, SortingGoesOnToTheNextColumnAndBeginsForwards) {
  View view;
  view.press(Key::chefs);
  const std::size_t first = view.pane(1).sort_column;
  view.press(Key::reverse);
  EXPECT_TRUE(view.pane(1).reversed);
  view.press(Key::sort);
  EXPECT_EQ(view.pane(1).sort_column, first + 1);
  EXPECT_FALSE(view.pane(1).reversed);
  EXPECT_EQ(view.pane(0).sort_column, View().pane(0).sort_column);  // each pane for itself
}

TEST(View, AfterTheLastColumnSortingBeginsWithTheFirst) {
  View view;
  PaneView& pane = view.pane(0);
  pane.sort_column = pane.columns - 1;
  view.press(Key::sort);
  EXPECT_EQ(pane.sort_column, 0U);
}

TEST(View, AnyKeyLeavesTheHelpAndDoesNothingElse) {
  View view;
  view.press(Key::help);
  EXPECT_TRUE(view.helps());
  view.press(Key::pause);
  EXPECT_FALSE(view.helps());
  EXPECT_FALSE(view.paused());
  view.press(Key::help);
  view.press(Key::other);
  EXPECT_FALSE(view.helps());
}

TEST(View, QuitQuitsFromTheHelpToo) {
  View view;
  view.press(Key::help);
  view.press(Key::quit);
  EXPECT_TRUE(view.ended());
}

TEST(View, AKeyThatMeansNothingDoesNothing) {
  View view;
  view.pane(0).first_row = 5;
  view.press(Key::other);
  EXPECT_EQ(view.pane(0).first_row, 5);
}

TEST(View, APageIsAsManyRowsAsWereShown) {
  View view;
  view.pane(0).rows_shown = 7;
  view.press(Key::page_down);
  view.press(Key::down);
  EXPECT_EQ(view.pane(0).first_row, 8);
  view.press(Key::page_up);
  EXPECT_EQ(view.pane(0).first_row, 1);
}

}  // namespace
}  // namespace netdumplings::eaters::top
