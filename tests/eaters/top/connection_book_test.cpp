#include "eaters/top/connection_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/defaults.hpp"
#include "eaters/top/flows.hpp"

namespace netdumplings::eaters::top {
namespace {

using nlohmann::json;
using testing::ElementsAre;

class TopConnections : public testing::Test {
 protected:
  // Returns the client's port and the state of each connection.
  [[nodiscard]] std::vector<std::string> known(double now) const {
    std::vector<std::string> texts;
    for (const ConnectionRow& row : book_.rows(now)) {
      texts.push_back(std::to_string(static_cast<int>(*row.client_port)) + " " + row.state);
    }
    return texts;
  }

  void note(int port, const std::string& state, double end, double now = 0) {
    book_.note(flow_of(port, {{"state", state}, {"end", end}}), now);
  }

  ConnectionBook book_;
};

TEST_F(TopConnections, ANewerReportReplacesTheOlder) {
  note(1, "open", 60, 1);
  note(1, "open", 120, 2);
  EXPECT_THAT(known(2), ElementsAre("1 open"));
  note(1, "reset", 121, 3);
  EXPECT_THAT(known(5), ElementsAre("1 reset"));
  EXPECT_EQ(book_.rows(5)[0].heard, 2);
}

TEST_F(TopConnections, AReportThatComesLateChangesNothing) {
  note(1, "open", 60, 1);
  note(1, "closed", 90, 2);
  note(1, "open", 60, 3);
  note(1, "open", 90, 3);
  EXPECT_THAT(known(3), ElementsAre("1 closed"));
}

TEST_F(TopConnections, OneThatHasEndedIsForgottenAfterAWhile) {
  note(1, "closed", 60, 1);
  note(2, "open", 60, 1);
  EXPECT_THAT(known(defaults::top_remembered_seconds), ElementsAre("2 open", "1 closed"));
  EXPECT_THAT(known(defaults::top_remembered_seconds + 2), ElementsAre("2 open"));
}

TEST_F(TopConnections, AnOpenOneOfWhichNothingIsHeardIsForgottenLater) {
  note(1, "open", 60, 1);
  EXPECT_THAT(known(defaults::top_quiet_connection_seconds), ElementsAre("1 open"));
  EXPECT_THAT(known(defaults::top_quiet_connection_seconds + 2), ElementsAre());
}

TEST_F(TopConnections, WhenThereAreTooManyTheEarliestThatEndedLeave) {
  const int most = static_cast<int>(defaults::top_most_connections);
  note(1, "open", 60);
  note(2, "closed", 60);
  for (int port = 3; port <= most + 1; ++port) note(port, port == most ? "open" : "closed", 60);
  const auto rows = known(1);
  EXPECT_EQ(rows.size(), defaults::top_most_connections);
  EXPECT_EQ(rows[0], "1 open");
  EXPECT_EQ(rows[2], "3 closed") << "2 had to leave";
  EXPECT_EQ(book_.left_out(), 1U);
}

TEST_F(TopConnections, WithNoneThatEndedTheOpenOneReportedTheLongestTimeAgoLeaves) {
  const int most = static_cast<int>(defaults::top_most_connections);
  for (int port = 1; port <= most; ++port) note(port, "open", 60);
  note(1, "open", 120);
  note(most + 1, "open", 60);
  EXPECT_EQ(known(1).front(), "3 open");
  EXPECT_EQ(known(1).size(), defaults::top_most_connections);
}

TEST_F(TopConnections, LongTextsTakeNoMoreMemoryThanShortOnes) {
  const std::string text(1000, 'x');
  const json end = {{"ip", text}};
  for (int start = 0; start < 10000; ++start) {
    book_.note(flow_of(1, {{"client", end}, {"server", end}, {"start", start}, {"server_name", text}, {"state", text}}),
               0);
  }
  const auto rows = book_.rows(0);
  EXPECT_LT(rows.size(), defaults::top_most_connections);
  EXPECT_GT(rows.size(), 1000U);
  EXPECT_EQ(rows.size() + book_.left_out(), 10000U);
}

TEST_F(TopConnections, WhatIsNoReportIsIgnored) {
  book_.note({flow_chef, "garage", DumplingDriver::packet, 0, "x"}, 0);
  EXPECT_TRUE(book_.rows(0).empty());
}

}  // namespace
}  // namespace netdumplings::eaters::top
