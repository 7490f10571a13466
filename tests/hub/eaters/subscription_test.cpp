#include "hub/eaters/subscription.hpp"

#include <gtest/gtest.h>

namespace netdumplings::hub {
namespace {

Subscription read(const std::string& keys) {
  const auto subscription = read_subscription(R"({"eater_name":"e")" + keys + '}');
  EXPECT_TRUE(subscription) << keys;
  return subscription ? *subscription : Subscription();
}

TEST(Subscription, WithoutKeysIsForEverythingFromNowOn) {
  const Subscription all = read("");
  EXPECT_TRUE(all.choice.everything());
  EXPECT_EQ(all.start.at, Start::At::head);
  EXPECT_TRUE(all.status);
}

TEST(Subscription, TakesADumplingThatIsInEachListThatIsGiven) {
  const Choice choice = read(R"(,"chefs":["A","B"],"kitchens":["k"],"drivers":["packet"])").choice;
  EXPECT_TRUE(choice.takes({"A", "k", "packet"}));
  EXPECT_TRUE(choice.takes({"B", "k", "packet"}));
  EXPECT_FALSE(choice.takes({"C", "k", "packet"}));
  EXPECT_FALSE(choice.takes({"A", "l", "packet"}));
  EXPECT_FALSE(choice.takes({"A", std::nullopt, "packet"}));
  EXPECT_FALSE(choice.takes({"A", "k", "interval"}));
  EXPECT_FALSE(read(R"(,"chefs":[])").choice.takes({"A", "k", "packet"}));
  EXPECT_FALSE(read(R"(,"kitchens":[""])").choice.takes({"A", std::nullopt, "packet"}));
}

TEST(Subscription, ChoosesTheStatusLikeADumplingUnlessAKeySaysOtherwise) {
  EXPECT_FALSE(read(R"(,"chefs":["A"])").status);
  EXPECT_TRUE(read(R"(,"chefs":["A","SystemStatusChef"],"kitchens":["k"])").status);
  EXPECT_FALSE(read(R"(,"kitchens":["k"])").status);
  EXPECT_TRUE(read(R"(,"drivers":["interval"])").status);
  EXPECT_FALSE(read(R"(,"drivers":["packet"])").status);
  EXPECT_TRUE(read(R"(,"drivers":["packet"],"status":true)").status);
  EXPECT_FALSE(read(R"(,"status":false)").status);
}

TEST(Subscription, AfterWinsOverLastAndSince) {
  EXPECT_EQ(read(R"(,"last":5)").start.last, 5U);
  EXPECT_EQ(read(R"(,"since":1.5)").start.since, 1.5);
  EXPECT_EQ(read(R"(,"since":3)").start.at, Start::At::since);
  const Start after = read(R"(,"last":5,"since":3,"after":{"log":"x","position":7})").start;
  EXPECT_EQ(after.at, Start::At::after);
  EXPECT_EQ(after.log, "x");
  EXPECT_EQ(after.position, 7U);
}

TEST(Subscription, ArrivalsAreToldOnlyIfTheyAreAskedFor) {
  EXPECT_FALSE(read("").arrivals);
  EXPECT_FALSE(read(R"(,"arrivals":false)").arrivals);
  EXPECT_TRUE(read(R"(,"arrivals":true)").arrivals);
}

TEST(Subscription, NamesTheKeyWhoseValueIsWrong) {
  const struct {
    const char* keys;
    const char* why;
  } cases[] = {
      {R"("chefs":"A")", "'chefs' in the hello isn't a list of strings"},
      {R"("kitchens":["k",null])", "'kitchens' in the hello isn't a list of strings"},
      {R"("drivers":{})", "'drivers' in the hello isn't a list of strings"},
      {R"("last":-1)", "'last' in the hello isn't a count"},
      {R"("last":1.5)", "'last' in the hello isn't a count"},
      {R"("since":"1h")", "'since' in the hello isn't seconds"},
      {R"("since":-1)", "'since' in the hello isn't seconds"},
      {R"("status":1)", "'status' in the hello isn't true or false"},
      {R"("arrivals":"yes")", "'arrivals' in the hello isn't true or false"},
      {R"("after":5)", "'after' in the hello isn't {\"log\": a string, \"position\": a count}"},
      {R"("after":{"log":"x"})", "'after' in the hello isn't {\"log\": a string, \"position\": a count}"},
      {R"("after":{"log":1,"position":1})", "'after' in the hello isn't {\"log\": a string, \"position\": a count}"},
  };
  for (const auto& c : cases) {
    const auto subscription = read_subscription(std::string("{") + c.keys + '}');
    ASSERT_FALSE(subscription) << c.keys;
    EXPECT_EQ(subscription.error(), c.why);
  }
}

}  // namespace
}  // namespace netdumplings::hub
