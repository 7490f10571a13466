#include "hub/log/sessions.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace netdumplings::hub {
namespace {

constexpr std::int64_t hour = 3600 * 1000;

std::vector<std::string> names(Sessions& sessions) {
  std::vector<std::string> all;
  sessions.for_each([&all](Session& session) { all.push_back(session.name); });
  return all;
}

TEST(Sessions, AKitchenThatComesBackFindsItsNumber) {
  Sessions sessions;
  Session* session = sessions.open("a", 0, [] {});
  EXPECT_EQ(session->number, 0U);
  session->number = 17;
  sessions.close(*session, hour);
  EXPECT_EQ(sessions.open("b", hour, [] {})->number, 0U);
  EXPECT_EQ(sessions.open("a", 2 * hour, [] {})->number, 17U);
}

TEST(Sessions, ASecondConnectionTakesOverAndTheFirstIsTold) {
  Sessions sessions;
  int told = 0;
  Session* first = sessions.open("a", 0, [&told] { ++told; });
  Session* second = sessions.open("a", 1, [&told] { told += 10; });
  EXPECT_EQ(first, second);
  EXPECT_EQ(told, 1);
  sessions.open("a", 1, [] {});
  EXPECT_EQ(told, 11);
  EXPECT_EQ(sessions.size(), 1U);
}

TEST(Sessions, ASessionThatWasNotSeenForADayIsForgottenUnlessItIsOpen) {
  Sessions sessions;
  sessions.open("stays", 0, [] {});
  sessions.close(*sessions.open("goes", 0, [] {}), hour);
  sessions.close(*sessions.open("came later", 0, [] {}), 2 * hour);
  sessions.forget_old(25 * hour);
  EXPECT_EQ(sessions.size(), 3U);
  sessions.forget_old(25 * hour + 1);
  EXPECT_EQ(names(sessions), (std::vector<std::string>{"stays", "came later"}));
}

TEST(Sessions, WhenThereAreTooManyTheOneThatWentFirstIsForgotten) {
  Sessions sessions(3);
  for (const char* name : {"a", "b", "c"}) sessions.close(*sessions.open(name, 0, [] {}), 0);
  sessions.close(*sessions.open("a", 1, [] {}), 1);
  EXPECT_NE(sessions.open("d", 2, [] {}), nullptr);
  EXPECT_EQ(names(sessions), (std::vector<std::string>{"d", "a", "c"}));
}

TEST(Sessions, AKitchenThatIsAwayIsRememberedWhileManyShortSessionsComeAndGo) {
  Sessions sessions;
  Session* away = sessions.open("away", 0, [] {});
  away->number = 1000;
  sessions.close(*away, 0);
  std::int64_t now = 1;
  for (std::size_t i = 0; i < 2 * defaults::sessions_remembered; ++i, ++now) {
    Session* brief = sessions.open("brief " + std::to_string(i), now, [] {});
    ASSERT_NE(brief, nullptr);
    brief->number = i % 500;
    sessions.close(*brief, now);
  }
  EXPECT_EQ(sessions.size(), defaults::sessions_remembered);
  EXPECT_EQ(names(sessions).front(), "away") << "its mark is written first";
  EXPECT_EQ(sessions.open("away", now, [] {})->number, 1000U);
}

TEST(Sessions, ARecalledSessionIsWorthWhatItsNumberSays) {
  Sessions sessions(2);
  sessions.recall("grows", 1, 0);
  sessions.recall("stays", 10, 1);
  sessions.recall("grows", 100, 2);
  sessions.recall("new", 20, 3);
  EXPECT_EQ(names(sessions), (std::vector<std::string>{"grows", "new"}));
}

TEST(Sessions, WhenAllAreOpenThereIsNoRoomForAnother) {
  Sessions sessions(2);
  Session* first = sessions.open("a", 0, [] {});
  sessions.open("b", 0, [] {});
  EXPECT_EQ(sessions.open("c", 0, [] {}), nullptr);
  sessions.close(*first, 0);
  EXPECT_NE(sessions.open("c", 0, [] {}), nullptr);
}

TEST(Sessions, RecallingASessionNeverSetsItsNumberBack) {
  Sessions sessions;
  sessions.recall("a", 5, 100);
  sessions.recall("a", 3, 50);
  EXPECT_EQ(sessions.open("a", 200, [] {})->number, 5U);
}

}  // namespace
}  // namespace netdumplings::hub
