// Also the test of header, help, line_writer, pane and tables, which write the parts of the screen.
#include "eaters/top/layout.hpp"

#include <gmock/gmock.h>

#include "eaters/top/drawn_scene.hpp"

namespace netdumplings::eaters::top {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class TopLayout : public DrawnScene {
 protected:
  void add_kitchen(const std::string& name, KitchenState state = KitchenState::ok, Figure rate = 1) {
    KitchenRow row;
    row.name = name;
    row.interface = "eth0";
    row.state = state;
    row.rate = rate;
    scene_.overview.kitchens.push_back(row);
  }
};

TEST_F(TopLayout, An80By24TerminalHasItAll) {
  add_kitchen("garage");
  const auto drawn = lines();
  EXPECT_EQ(drawn.size(), 24U);
  EXPECT_EQ(drawn[0], " nd-top   hub localhost:11348   up 00:04:25" + std::string(28, ' ') + "14:42:11 ");
  EXPECT_EQ(drawn[1], " dumplings in 107 12.3/s   out - -/s");
  EXPECT_EQ(drawn[2], " All is well.");
  EXPECT_THAT(drawn[3], StartsWith("─ 1 Kitchens 1 ───"));
  EXPECT_EQ(drawn[4], " Kitchen  State▼ Interface  Dump/s  Received  Invalid  Dropped  Seen  Waiting");
  EXPECT_EQ(drawn[5], " garage   ok     eth0          1.0         -        -        -     -        -");
  EXPECT_THAT(drawn.back(), HasSubstr("q quit"));
}

TEST_F(TopLayout, ATableWithoutRowsSaysWhatIsMissing) {
  EXPECT_THAT(lines(), Contains(HasSubstr("No kitchen is connected")));
  scene_.overview.hub.told = false;
  EXPECT_THAT(lines(), Contains(HasSubstr("Waiting for the hub's first status")));
}

TEST_F(TopLayout, WhatIsWrongIsToldAndComesFirst) {
  add_kitchen("attic");
  add_kitchen("garage", KitchenState::silent);
  scene_.overview.troubles = {{true, "garage: not heard of"}, {false, "attic: another"}};
  const auto drawn = lines();
  EXPECT_EQ(drawn[2], " ! garage: not heard of  +1 more");
  EXPECT_THAT(drawn[5], HasSubstr("SILENT"));
  EXPECT_THAT(lines({40, 80})[3], StartsWith(" - attic: another"));  // where there is room
}

TEST_F(TopLayout, AHubThatIsAwayIsSaidBeforeAllElse) {
  scene_.overview.troubles = {{true, "garage: not heard of"}};
  scene_.now = 112;
  scene_.link = {LinkState::Kind::away, "received 1001 (going away)", 100, true, 0};
  EXPECT_THAT(lines()[2], StartsWith(" ! HUB AWAY for 12 s, trying again: received 1001 (going away)  +1 more"));
  scene_.link.was_there = false;
  EXPECT_THAT(lines()[2], StartsWith(" ! NO HUB for 12 s, trying again: "));
}

TEST_F(TopLayout, NamesFromOutsideCannotLeaveTheirPlace) {
  add_kitchen("\x1b[2J\nevil");
  add_kitchen("日本の台所は日本の台所は日本の台所");
  const auto drawn = lines();
  EXPECT_THAT(drawn, Not(Contains(HasSubstr("\x1b"))));
  EXPECT_THAT(line_of("\\u001b[2J"), HasSubstr("ok"));
  const std::string wide = line_of("日本");
  EXPECT_EQ(width(wide.substr(0, wide.find("ok"))), 23);
}

TEST_F(TopLayout, SortingMovesTheMarkAndTheRows) {
  add_kitchen("attic", KitchenState::ok, 1);
  add_kitchen("garage", KitchenState::ok, 5);
  EXPECT_THAT(lines()[5], StartsWith(" attic"));
  view_.press(Key::sort);
  EXPECT_THAT(lines()[4], HasSubstr("Interface▲"));
  view_.press(Key::sort);
  EXPECT_THAT(lines()[4], HasSubstr("Dump/s▼"));
  EXPECT_THAT(lines()[5], StartsWith(" garage"));
  view_.press(Key::reverse);
  EXPECT_THAT(lines()[4], HasSubstr("Dump/s▲"));
  EXPECT_THAT(lines()[5], StartsWith(" attic"));
}

TEST_F(TopLayout, TheColumnThatIsSortedByComesIntoSight) {
  add_kitchen("garage");
  for (int i = 0; i < 11; ++i) view_.press(Key::sort);
  EXPECT_THAT(lines()[4], HasSubstr("Filter▲"));
  view_.press(Key::sort);
  EXPECT_THAT(lines()[4], HasSubstr("Kitchen▲"));
}

TEST_F(TopLayout, ArrowsBringColumnsAndStopAtTheLast) {
  add_kitchen("garage");
  EXPECT_THAT(lines()[3], HasSubstr("more columns"));
  for (int i = 0; i < 100; ++i) view_.press(Key::right);
  EXPECT_THAT(lines()[4], HasSubstr("Filter"));
  EXPECT_THAT(lines()[4], StartsWith(" Kitchen"));
  for (int i = 0; i < 20; ++i) view_.press(Key::left);
  EXPECT_THAT(lines()[4], HasSubstr("State"));
}

TEST_F(TopLayout, RowsBeyondTheRoomAreReachedByTheKeys) {
  for (int i = 100; i < 160; ++i) add_kitchen("k" + std::to_string(i));
  EXPECT_THAT(lines()[3], HasSubstr("rows 1-12 of 60"));
  view_.press(Key::page_down);
  EXPECT_THAT(lines()[5], StartsWith(" k112"));
  view_.press(Key::end);
  EXPECT_THAT(lines()[3], HasSubstr("rows 49-60 of 60"));
  view_.press(Key::down);
  EXPECT_THAT(lines()[3], HasSubstr("rows 49-60 of 60"));
  view_.press(Key::home);
  EXPECT_THAT(lines()[5], StartsWith(" k100"));
}

TEST_F(TopLayout, ThePaneInUseHasTheRoom) {
  for (int i = 100; i < 160; ++i) add_kitchen("k" + std::to_string(i));
  view_.press(Key::chefs);
  EXPECT_THAT(lines()[3], HasSubstr("rows 1-12 of 60"));  // the others have no use for it
  for (int i = 100; i < 160; ++i) scene_.overview.chefs.push_back({"c" + std::to_string(i), {}, {}, {}, {}, false});
  EXPECT_THAT(lines()[3], HasSubstr("rows 1-3 of 60"));
  EXPECT_THAT(lines()[8], HasSubstr("rows 1-10 of 60"));
}

TEST_F(TopLayout, ALowTerminalShowsThePaneInUseAlone) {
  add_kitchen("garage");
  EXPECT_THAT(lines({12, 80}), Not(Contains(HasSubstr("2 Chefs"))));
  view_.press(Key::chefs);
  EXPECT_THAT(lines({12, 80}), Contains(HasSubstr("2 Chefs")));
}

TEST_F(TopLayout, EverySizeFromTheLeastOnKeepsWithinItself) {
  for (int i = 100; i < 130; ++i) add_kitchen("a kitchen with quite a name " + std::to_string(i), KitchenState::drops);
  scene_.overview.troubles = {{true, std::string(300, 'x')}, {false, "more"}};
  for (int rows = 1; rows < 50; ++rows) {
    for (int columns = 1; columns < 200; columns += 7) {
      const auto drawn = lines({rows, columns});
      const bool fits = rows >= least_size.lines && columns >= least_size.columns;
      EXPECT_EQ(drawn.size(), fits ? static_cast<std::size_t>(rows) : 1U) << rows << 'x' << columns;
    }
  }
}

TEST_F(TopLayout, TooSmallATerminalSaysSo) { EXPECT_EQ(lines({9, 80}).at(0), "Too small: 80x9, needs 40x10"); }

TEST_F(TopLayout, APauseIsSaid) {
  view_.press(Key::pause);
  EXPECT_THAT(lines()[0], HasSubstr("PAUSED"));
}

TEST_F(TopLayout, TheHelpFitsInto80By24) {
  view_.press(Key::help);
  const auto drawn = lines();
  EXPECT_THAT(drawn.back(), HasSubstr("RETIRED"));
  EXPECT_THAT(drawn, Not(Contains(testing::EndsWith("~"))));
}

}  // namespace
}  // namespace netdumplings::eaters::top
