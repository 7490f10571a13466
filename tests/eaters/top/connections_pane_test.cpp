// How layout and tables show connections.
#include <gmock/gmock.h>

#include "eaters/top/drawn_scene.hpp"

namespace netdumplings::eaters::top {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ConnectionsPane : public DrawnScene {
 protected:
  ConnectionsPane() { view_.press(Key::connections); }

  ConnectionRow& add(const std::string& client, const std::string& state = "closed", double received = 0) {
    ConnectionRow row;
    row.client = client;
    row.client_port = 50000;
    row.server = "192.0.2.1:443";
    row.state = state;
    row.service = "tls www.example.com";
    row.sent = 1000;
    row.received = received;
    row.resent = 0;
    row.duration = 0.15;
    row.heard = 7;
    row.kitchen = "garage";
    return scene_.overview.connections.rows.emplace_back(row);
  }

  // Returns the tone in which the text is drawn.
  Tone tone_of(const std::string& text) {
    for (const Line& line : picture(scene_, view_, {})) {
      for (const Span& span : line) {
        if (span.text == text) return span.tone;
      }
    }
    ADD_FAILURE() << "no " << text;
    return Tone::plain;
  }
};

TEST_F(ConnectionsPane, TheBusiestComeFirstAndAllThatMattersFitsInto80Columns) {
  add("10.0.0.5", "closed", 5000);
  add("192.168.100.100", "open", 2e6);
  const auto drawn = lines();
  EXPECT_EQ(drawn.size(), 24U);
  EXPECT_THAT(drawn[3], StartsWith("─ 4 Connections 2 ───"));
  EXPECT_EQ(drawn[4], " Client           State   Bytes▼ Lasted  Server         Service");
  EXPECT_EQ(drawn[5], " 192.168.100.100  open    2.00M  150 ms  192.0.2.1:443  tls www.example.com");
  EXPECT_EQ(drawn[6], " 10.0.0.5         closed   6000  150 ms  192.0.2.1:443  tls www.example.com");
  EXPECT_THAT(drawn.back(), StartsWith(" Tab 1-4 pane"));
}

TEST_F(ConnectionsPane, LongAddressesLeaveRoomForTheService) {
  add("2001:db8:85a3:8d3:1319:8a2e:370:7348", "refused").server = "[2001:db8:85a3:8d3:1319:8a2e:370:7349]:443";
  EXPECT_EQ(lines()[5], " 2001:db8:85a3:8d3:1~  REFUSED   1000  150 ms  [2001:db8:85a3:8d3:~  tls www.ex~");
  EXPECT_THAT(lines({24, 200})[5], HasSubstr("[2001:db8:85a3:8d3:1319:8a2e:370:7349]:443"));
}

TEST_F(ConnectionsPane, ItTakesNoRoomFromTheOthersUntilItIsChosen) {
  add("10.0.0.5");
  EXPECT_THAT(lines(), Not(Contains(HasSubstr("1 Kitchens"))));
  view_.press(Key::next_pane);
  EXPECT_THAT(lines(), Contains(HasSubstr("1 Kitchens")));
  EXPECT_THAT(lines(), Contains(HasSubstr("3 Eaters")));
  EXPECT_THAT(lines(), Not(Contains(HasSubstr("4 Connections"))));
}

TEST_F(ConnectionsPane, ItHasTheWholeScreen) {
  for (int i = 100; i < 160; ++i) add("10.0.0." + std::to_string(i));
  EXPECT_THAT(lines()[3], HasSubstr("rows 1-18 of 60"));
  view_.press(Key::end);
  EXPECT_THAT(lines()[3], HasSubstr("rows 43-60 of 60"));
}

TEST_F(ConnectionsPane, WithoutConnectionsItSaysWhy) {
  EXPECT_THAT(lines()[5], HasSubstr("nd-sniff -m netdumplings.networkchefs"));
  scene_.overview.connections.are_reported = true;
  EXPECT_THAT(lines()[5], HasSubstr("None reported yet"));
  scene_.overview.connections.are_asked_for = false;
  EXPECT_EQ(lines()[5], " With --status-only, nd-top gets no connections.");
  scene_.overview.connections.are_asked_for = true;
  scene_.overview.hub.told = false;
  EXPECT_THAT(lines()[5], HasSubstr("Waiting for the hub's first status"));
  EXPECT_THAT(lines(), Not(Contains(testing::EndsWith("~"))));
}

TEST_F(ConnectionsPane, WhatStandsOutComesFirstWhenSortedByState) {
  add("a", "closed");
  add("b", "open");
  add("c", "closed").many_resent = true;
  add("d", "open").many_resent = true;
  add("e", "reset");
  add("f", "no_answer");
  add("g", "refused").many_resent = true;
  add("h", "of another version");
  while (view_.pane(connections_pane).sort_column != 1) view_.press(Key::sort);
  std::string order;
  for (const std::string& line : lines()) {
    if (line.size() > 2 && line[0] == ' ' && line[2] == ' ') order += line[1];
  }
  EXPECT_EQ(order, "gfedcbah");
  EXPECT_EQ(tone_of("REFUSED"), Tone::bad);
  EXPECT_EQ(tone_of("NO ANSWER"), Tone::bad);
  EXPECT_EQ(tone_of("RESET"), Tone::warn);
  EXPECT_EQ(tone_of("RESENDS"), Tone::warn);
  EXPECT_EQ(tone_of("RESENT"), Tone::warn);
  EXPECT_EQ(tone_of("closed"), Tone::plain);
  EXPECT_EQ(tone_of("of another version"), Tone::plain);
}

TEST_F(ConnectionsPane, TextsFromOutsideCannotLeaveTheirPlace) {
  ConnectionRow& row = add("\x1b[2J\nevil", "\x1b[1m");
  row.server = "\x07";
  row.service = "tls \x1b]0;evil\x07";
  row.kitchen = "\r";
  for (int i = 0; i < 12; ++i) {
    for (const std::string& line : lines()) {
      EXPECT_EQ(line.find_first_of("\x1b\x07\r\n"), line.npos) << line;
    }
    view_.press(Key::right);
  }
}

TEST_F(ConnectionsPane, ColumnsThatDoNotFitAreReachedByTheArrows) {
  add("10.0.0.5").many_resent = true;
  for (int i = 0; i < 20; ++i) view_.press(Key::right);
  EXPECT_THAT(lines()[4], HasSubstr("Kitchen"));
  EXPECT_THAT(lines()[5], testing::EndsWith(" 7 s  50000  garage"));
}

TEST_F(ConnectionsPane, HowManyWereForgottenIsSaid) {
  add("10.0.0.5");
  scene_.overview.connections.left_out = 12;
  EXPECT_THAT(lines()[3], StartsWith("─ 4 Connections 1 (12 older ones left out) ─"));
}

}  // namespace
}  // namespace netdumplings::eaters::top
