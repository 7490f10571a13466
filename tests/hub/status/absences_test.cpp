#include "hub/status/absences.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace netdumplings::hub {
namespace {

constexpr double day = 24 * 3600;

KitchenAbsence gone(const std::string& name, double went, std::uint64_t taken = 1) {
  return {name, "10.0.0.1", went - 10, went - 5, went, "no close frame received", {taken, taken, 0, 0}};
}

std::vector<std::string> names(Absences<KitchenLedger>& absences, double now) {
  std::vector<std::string> all;
  for (const auto& absence : absences.list(now)) all.push_back(absence.name);
  return all;
}

TEST(Absences, AreThoseOfWhomNobodyIsThereTheLastFirst) {
  Absences<KitchenLedger> absences;
  for (const char* name : {"a", "a", "b", "c"}) absences.came(name);
  absences.went(gone("a", 100));
  absences.went(gone("b", 101, 7));
  absences.went(gone("c", 102));
  EXPECT_EQ(names(absences, 103), (std::vector<std::string>{"c", "b"}));
  EXPECT_TRUE(absences.is_present("a"));
  EXPECT_FALSE(absences.is_present("b"));
  EXPECT_EQ(absences.list(103)[1].ledger.taken, 7U);
  EXPECT_EQ(absences.list(103)[1].why, "no close frame received");
  absences.came("b");
  absences.went(gone("a", 104));
  EXPECT_EQ(names(absences, 105), (std::vector<std::string>{"a", "c"}));
}

TEST(Absences, AreRememberedForADay) {
  Absences<KitchenLedger> absences;
  absences.came("a");
  absences.went(gone("a", 100));
  EXPECT_EQ(names(absences, 100 + day).size(), 1U);
  EXPECT_EQ(names(absences, 101 + day).size(), 0U);
}

TEST(Absences, StrangersDoNotPushOutThoseThatWereAtWork) {
  Absences<KitchenLedger> absences;
  absences.came("at work");
  absences.went(gone("at work", 100, 1000));
  for (int i = 0; i < 5000; ++i) {
    const std::string name = std::to_string(i);
    absences.came(name);
    absences.went(gone(name, 101 + i, 3));
  }
  const auto all = names(absences, 5200);
  EXPECT_EQ(all.size(), defaults::most_remembered);
  EXPECT_EQ(all.back(), "at work");
  EXPECT_EQ(all.front(), "4999");
}

}  // namespace
}  // namespace netdumplings::hub
