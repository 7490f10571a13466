// Also the test of hired_chef and dumpling_text, with which the runner runs its chefs.
#include "kitchen/chefs/chef_runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "common/defaults.hpp"
#include "kitchen/chef_fixtures.hpp"
#include "packet/frames.hpp"

namespace netdumplings::kitchen {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using testing::module_path;
using ::testing::Not;
using testing::TestKitchen;

constexpr std::int64_t noon = 1'500'000'000'000'000'000;

class ChefsAtWork : public ::testing::Test {
 protected:
  const frames::Frame frame_{frames::Buffer{1, 2, 3}};
  const nd_packet& packet_ = frame_.packet().raw();
};

TEST_F(ChefsAtWork, WrapsAPayloadIntoADumpling) {
  TestKitchen kitchen({"throwing"}, {{"WorkingChef"}});
  EXPECT_TRUE(kitchen.runner.packet(packet_));
  EXPECT_THAT(
      kitchen.sink.dumplings,
      ElementsAre(
          R"({"metadata":{"chef":"WorkingChef","kitchen":"k1","creation_time":1500000000.25,"driver":"packet"},)"
          R"("payload":"worked"})"));
}

TEST_F(ChefsAtWork, APokeMakesDumplingsOfTheKitchensTime) {
  TestKitchen kitchen({"newer_minor"}, {{"VersionedChef"}});
  EXPECT_TRUE(kitchen.runner.poke(5.0, noon));
  EXPECT_THAT(kitchen.sink.dumplings,
              ElementsAre(R"({"metadata":{"chef":"VersionedChef","kitchen":"k1","creation_time":1500000000.0,)"
                          R"("driver":"interval"},"payload":"tick"})"));
}

TEST_F(ChefsAtWork, GivesAChefItsOptionsItsKitchenAndTheTime) {
  TestKitchen kitchen({"teller"}, std::nullopt, {"TellerChef:word=w", "TellerChef:limit=3"});
  kitchen.runner.poke(2.5, noon);
  EXPECT_THAT(kitchen.payloads(),
              ElementsAre(R"({"interval":2.5,"kitchen":["k1","lo,eth0","udp",2.5],"now":1500000000000000000,)"
                          R"("options":{"limit":3,"loud":false,"tree":{},"word":"w"}})"));
}

TEST_F(ChefsAtWork, WhatAHandlerEmitsComesBeforeWhatItReturns) {
  TestKitchen kitchen({"teller"});
  kitchen.runner.packet(packet_);
  EXPECT_THAT(kitchen.payloads(),
              ElementsAre(R"({"bytes":3})", R"({"now":1500000000250000000,"time_ns":1500000000250000000})"));
  EXPECT_EQ(kitchen.runner.counts().front().counts.made, 2u);
}

TEST_F(ChefsAtWork, AChefLogsUnderItsOwnNameOneLineAtATime) {
  TestKitchen kitchen({"teller"});
  kitchen.runner.packet(packet_);
  EXPECT_THAT(kitchen.log.lines(),
              ElementsAre("info: k1: Registering teller.TellerChef with kitchen", "debug: k1: TellerChef: made in k1",
                          R"(warning: k1: TellerChef: a packet\u000aof two lines)"));
}

TEST_F(ChefsAtWork, AThrowingConstructorLeavesThatChefOutAndTheOthersWork) {
  TestKitchen kitchen({"throwing"});
  EXPECT_TRUE(kitchen.hired);
  EXPECT_THAT(kitchen.log.lines(),
              Contains("error: k1: Error creating chef ThrowingConstructorChef: the oven is cold"));
  EXPECT_THAT(kitchen.runner.card_chefs(), ElementsAre("throwing.ThrowingHandlersChef", "throwing.WorkingChef"));
}

TEST_F(ChefsAtWork, AThrowingHandlerIsLoggedAndThePacketGoesOnToTheNextChef) {
  TestKitchen kitchen({"throwing"});
  EXPECT_TRUE(kitchen.runner.packet(packet_));
  EXPECT_THAT(kitchen.log.lines(),
              Contains(R"(error: k1: Error invoking packet handler for chef ThrowingHandlersChef: burnt\u000aagain)"));
  EXPECT_THAT(kitchen.payloads(), ElementsAre(R"("before")", R"("worked")"));
}

TEST_F(ChefsAtWork, WhatIsThrownNeedNotBeAnException) {
  TestKitchen kitchen({"throwing"}, {{"ThrowingHandlersChef"}});
  kitchen.runner.poke(5.0, noon);
  EXPECT_THAT(kitchen.log.lines(),
              Contains("error: k1: Error invoking interval handler for chef ThrowingHandlersChef: it "
                       "threw something that is no std::exception"));
}

TEST_F(ChefsAtWork, AllFailuresAreCountedAndFewAreLogged) {
  TestKitchen kitchen({"throwing"}, {{"ThrowingHandlersChef"}});
  kitchen.log.clear();
  for (int i = 0; i < 1000; ++i) kitchen.runner.packet(packet_);
  kitchen.runner.log_left_out();
  EXPECT_EQ(kitchen.runner.counts().front().counts.failed, 1000u);
  std::size_t logged = 0;
  std::size_t left_out = 0;
  for (const auto& line : kitchen.log.lines()) {
    if (line.find("Error invoking") != std::string::npos) ++logged;
    constexpr std::string_view before = "warning: k1: ";
    if (line.ends_with(" more lines about chef ThrowingHandlersChef were left out")) {
      left_out += std::stoul(line.substr(before.size()));
    }
  }
  EXPECT_LT(logged, 100u);
  EXPECT_EQ(logged + left_out, 1000u);
}

TEST_F(ChefsAtWork, AChefThatFailsOnTenThousandPacketsInARowIsRetiredAndTheOthersGoOn) {
  TestKitchen kitchen({"misbehaving", "throwing"}, {{"FlakyChef", "WorkingChef"}});
  for (int i = 0; i < 10000; ++i) EXPECT_TRUE(kitchen.runner.packet(packet_));
  EXPECT_THAT(kitchen.log.lines(),
              Contains("error: k1: Chef FlakyChef failed 10000 times in a row and is retired: it is called no more"));
  kitchen.sink.dumplings.clear();
  EXPECT_TRUE(kitchen.runner.packet(packet_));
  EXPECT_TRUE(kitchen.runner.poke(5, noon));
  EXPECT_THAT(kitchen.payloads(), ElementsAre("\"worked\""));
  const auto counts = kitchen.runner.counts();
  EXPECT_TRUE(counts[0].counts.retired);
  EXPECT_EQ(counts[0].counts.packets, 10000u);
  EXPECT_EQ(counts[0].counts.failed, 10000u);
  EXPECT_FALSE(counts[1].counts.retired);
  EXPECT_EQ(counts[1].counts.packets, 10001u);
  EXPECT_FALSE(kitchen.runner.all_retired());
}

TEST_F(ChefsAtWork, AChefThatFailsOftenButNotAlwaysIsKept) {
  TestKitchen kitchen({"misbehaving"}, {{"FlakyChef"}}, {"FlakyChef:good=10000"});
  for (int i = 0; i < 25000; ++i) EXPECT_TRUE(kitchen.runner.packet(packet_));
  EXPECT_FALSE(kitchen.runner.counts().front().counts.retired);
}

TEST_F(ChefsAtWork, WhenAllChefsAreRetiredNoMorePacketsAreWanted) {
  TestKitchen kitchen({"misbehaving"}, {{"FlakyChef"}});
  for (int i = 0; i < 9999; ++i) EXPECT_TRUE(kitchen.runner.packet(packet_));
  EXPECT_FALSE(kitchen.runner.packet(packet_));
  EXPECT_TRUE(kitchen.runner.all_retired());
}

TEST_F(ChefsAtWork, AHandlerThatTakesLongerThanItsBudgetIsLogged) {
  testing::KeepingSink sink;
  testing::ReadableLog log;
  ChefRunner runner(KitchenFacts{"k1", "", "", 5}, sink, log.log, std::chrono::milliseconds(2));
  ASSERT_TRUE(runner.hire(testing::loaded({"misbehaving"}), {{"SlowChef"}}, ChefOptions()));
  runner.packet(packet_);
  EXPECT_THAT(log.lines().back(), ::testing::MatchesRegex("warning: k1: Chef SlowChef took [0-9.e+]+ ms in its packet "
                                                          "handler; its budget \\(--chef-budget\\) is 2 ms"));
  runner.poke(5, noon);
  const auto counts = runner.counts().front().counts;
  EXPECT_EQ(counts.over_budget, 2u);
  EXPECT_GE(counts.spent, std::chrono::milliseconds(10));
}

TEST_F(ChefsAtWork, WithoutABudgetNoChefIsTooSlow) {
  TestKitchen kitchen({"misbehaving"}, {{"SlowChef"}});
  kitchen.runner.packet(packet_);
  EXPECT_EQ(kitchen.runner.counts().front().counts.over_budget, 0u);
}

TEST_F(ChefsAtWork, TheTimeThatTheSinkTakesIsNotTheChefs) {
  class SlowSink : public DumplingSink {
   public:
    bool put(std::string_view) override {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      return true;
    }
  };
  SlowSink sink;
  testing::ReadableLog log;
  ChefRunner runner(KitchenFacts{"k1", "", "", 5}, sink, log.log, std::chrono::milliseconds(40));
  ASSERT_TRUE(runner.hire(testing::loaded({"throwing"}), {{"WorkingChef"}}, ChefOptions()));
  runner.packet(packet_);
  EXPECT_LT(runner.counts().front().counts.spent, std::chrono::milliseconds(40));
  EXPECT_EQ(runner.counts().front().counts.over_budget, 0u);
}

TEST_F(ChefsAtWork, EverythingButNullIsAPayloadAndADumplingIsOneLine) {
  TestKitchen kitchen({"bad_payloads"}, {{"FalsyChef"}});
  kitchen.runner.packet(packet_);
  EXPECT_THAT(kitchen.payloads(), ElementsAre("false", "0", "\"\"", "[]", "{}", "{  \"two\":    \"lines\" }"));
}

TEST_F(ChefsAtWork, ADocumentThatIsNotUtf8IsAFailureOfItsChef) {
  TestKitchen kitchen({"bad_payloads"}, {{"InvalidUtf8Chef"}});
  kitchen.runner.packet(packet_);
  EXPECT_THAT(kitchen.log.text(),
              HasSubstr("error: k1: Error invoking packet handler for chef InvalidUtf8Chef: the payload "
                        "can't be written as JSON ("));
  EXPECT_EQ(kitchen.runner.counts().front().counts.failed, 1u);
  EXPECT_THAT(kitchen.sink.dumplings, IsEmpty());
}

TEST_F(ChefsAtWork, FinishedTextThatIsNotUtf8IsAFailureOfItsChef) {
  TestKitchen kitchen({"bad_payloads"}, {{"InvalidUtf8TextChef"}});
  kitchen.runner.packet(packet_);
  EXPECT_THAT(
      kitchen.log.lines(),
      Contains("error: k1: Error invoking packet handler for chef InvalidUtf8TextChef: its payload is not JSON that "
               "can be sent: a string is not UTF-8 at byte 12"));
  EXPECT_EQ(kitchen.runner.counts().front().counts.invalid, 1u);
  EXPECT_EQ(kitchen.runner.counts().front().counts.made, 1u) << "and it was made";
  EXPECT_THAT(kitchen.sink.dumplings, IsEmpty());
}

TEST_F(ChefsAtWork, FinishedTextThatIsNotJsonIsAFailureOfItsChef) {
  const std::string too_deep = std::string(64, '[') + std::string(64, ']');
  for (const std::string& text : {std::string("{"), std::string("NaN"), std::string("[-Infinity]"),
                                  std::string(R"("\ud800")"), std::string("1 2"), std::string(), too_deep}) {
    TestKitchen kitchen({"bad_payloads"}, {{"TextChef"}}, {"TextChef:text=" + text});
    kitchen.runner.packet(packet_);
    EXPECT_THAT(kitchen.log.text(), HasSubstr("its payload is not JSON that can be sent: ")) << text;
    EXPECT_THAT(kitchen.sink.dumplings, IsEmpty()) << text;
  }
}

TEST_F(ChefsAtWork, APayloadMayBeAsDeepAsADumplingAllows) {
  const std::string text = std::string(63, '[') + std::string(63, ']');
  TestKitchen kitchen({"bad_payloads"}, {{"TextChef"}}, {"TextChef:text=" + text});
  kitchen.runner.packet(packet_);
  EXPECT_THAT(kitchen.payloads(), ElementsAre(text));
}

TEST_F(ChefsAtWork, ADumplingLargerThanAHubTakesIsDroppedCountedAndLogged) {
  constexpr std::string_view around =
      R"({"metadata":{"chef":"LargeChef","kitchen":"k1","creation_time":1500000000.25,"driver":"packet"},"payload":""})";
  const std::size_t most = defaults::max_message - around.size();
  TestKitchen fits({"bad_payloads"}, {{"LargeChef"}}, {"LargeChef:size=" + std::to_string(most)});
  fits.runner.packet(packet_);
  ASSERT_EQ(fits.sink.dumplings.size(), 1u);
  EXPECT_EQ(fits.sink.dumplings.front().size(), defaults::max_message);

  TestKitchen larger({"bad_payloads"}, {{"LargeChef"}}, {"LargeChef:size=" + std::to_string(most + 1)});
  larger.runner.packet(packet_);
  EXPECT_THAT(larger.sink.dumplings, IsEmpty());
  EXPECT_EQ(larger.runner.counts().front().counts.too_large, 1u);
  EXPECT_EQ(larger.runner.counts().front().counts.made, 1u);
  EXPECT_THAT(larger.log.lines(),
              Contains("warning: k1: Dropped a dumpling of chef LargeChef: it has 1048577 bytes, and a hub "
                       "takes no more than 1048576"));
}

TEST_F(ChefsAtWork, ChefsOfOneNameFromTwoModulesBothRunAndOneWarningNamesBothPaths) {
  TestKitchen kitchen({"twin_one", "twin_two"});
  EXPECT_THAT(kitchen.log.lines(),
              ElementsAre("info: k1: Registering twin_one.TwinChef with kitchen",
                          "info: k1: Registering twin_two.TwinChef with kitchen",
                          "warning: k1: Chef TwinChef is in " + module_path("twin_one") + " and in " +
                              module_path("twin_two") + "; all of them run, and their dumplings bear the same name"));
  EXPECT_THAT(kitchen.runner.card_chefs(), ElementsAre("twin_one.TwinChef", "twin_two.TwinChef"));
}

TEST_F(ChefsAtWork, ModulesShareNeitherFunctionsNorVariablesOfTheSameName) {
  TestKitchen kitchen({"twin_one", "twin_two"});
  kitchen.runner.packet(packet_);
  EXPECT_THAT(kitchen.payloads(),
              ElementsAre(R"({"which":1,"calls":1,"seen":1,"made":1})", R"({"which":2,"calls":1,"seen":1,"made":1})"));
}

TEST_F(ChefsAtWork, AModuleOfAnotherJsonLibraryLayoutWorks) {
  TestKitchen kitchen({"json_diagnostics", "teller"});
  kitchen.runner.packet(packet_);
  EXPECT_EQ(kitchen.payloads()[0], R"({"bytes":3})");
  EXPECT_EQ(kitchen.payloads()[2], R"({"bytes":3})");
}

TEST_F(ChefsAtWork, AModuleOfTheOtherCompilerWorks) {
  if (ND_HAS_CLANG_MODULE == 0) GTEST_SKIP() << "no clang++ here to build it with";
  TestKitchen kitchen({"by_clang"}, std::nullopt, {"TellerChef:word=w"});
  kitchen.runner.packet(packet_);
  kitchen.runner.poke(5, noon);
  ASSERT_EQ(kitchen.payloads().size(), 3u);
  EXPECT_EQ(kitchen.payloads()[0], R"({"bytes":3})");
  EXPECT_THAT(kitchen.payloads()[2], HasSubstr(R"("word":"w")"));
}

TEST_F(ChefsAtWork, AModuleInCWorks) {
  TestKitchen kitchen({"c_module"});
  for (int i = 0; i < 7; ++i) kitchen.runner.packet(packet_);
  kitchen.runner.poke(5, noon);
  EXPECT_THAT(kitchen.payloads(), ElementsAre(R"({"packets":3,"bytes":3})", R"({"packets":6,"bytes":3})"));
  EXPECT_THAT(kitchen.log.lines(), Contains("info: k1: CountingChef: counting"));
}

TEST_F(ChefsAtWork, AnUnassignableChefIsNotRunAndGivesAWarning) {
  TestKitchen kitchen({"unassignable"});
  EXPECT_THAT(kitchen.log.lines(), ElementsAre("warning: k1: Chef UnassignableChef is marked as unassignable"));
  EXPECT_TRUE(kitchen.runner.empty());
}

TEST_F(ChefsAtWork, ChefsThatWereNotAskedForAreNotRun) {
  TestKitchen kitchen({"throwing"}, {{"WorkingChef", "NobodyChef"}});
  EXPECT_THAT(kitchen.runner.card_chefs(), ElementsAre("throwing.WorkingChef"));
  EXPECT_THAT(kitchen.log.lines(), ElementsAre("info: k1: Registering throwing.WorkingChef with kitchen",
                                               "warning: k1: Chef NobodyChef not found"));
}

TEST_F(ChefsAtWork, AModuleThatCantBeUsedIsAnErrorAndTheOthersWork) {
  TestKitchen kitchen({"not_a_chef", "throwing"}, {{"WorkingChef"}});
  EXPECT_THAT(kitchen.log.lines().front(),
              ::testing::StartsWith("error: Problem with not_a_chef: " + module_path("not_a_chef")));
  kitchen.runner.packet(packet_);
  EXPECT_THAT(kitchen.payloads(), ElementsAre("\"worked\""));
}

TEST_F(ChefsAtWork, WithOptionsThatDontFitNoChefIsHired) {
  TestKitchen kitchen({"teller"}, std::nullopt, {"TellerChef:nope=1"});
  EXPECT_FALSE(kitchen.hired);
  EXPECT_THAT(kitchen.hired.error(), HasSubstr("has no option nope"));
  EXPECT_TRUE(kitchen.runner.empty());
}

TEST_F(ChefsAtWork, ReportsWhenTheSinkWantsNoMore) {
  TestKitchen kitchen({"throwing", "c_module"}, {{"WorkingChef", "CountingChef"}});
  kitchen.sink.most = 2;
  EXPECT_TRUE(kitchen.runner.packet(packet_));
  EXPECT_FALSE(kitchen.runner.packet(packet_));
  EXPECT_FALSE(kitchen.runner.poke(5, noon));
}

TEST_F(ChefsAtWork, AKitchensNameIsEscapedInADumpling) {
  testing::KeepingSink sink;
  testing::ReadableLog log;
  ChefRunner runner(KitchenFacts{"a \"b\"\n\xff", "", "", 5}, sink, log.log);
  ASSERT_TRUE(runner.hire(testing::loaded({"throwing"}), {{"WorkingChef"}}, ChefOptions()));
  runner.packet(packet_);
  ASSERT_EQ(sink.dumplings.size(), 1u);
  EXPECT_EQ(nlohmann::json::parse(sink.dumplings.front())["metadata"]["kitchen"], "a \"b\"\n\xEF\xBF\xBD");
  EXPECT_THAT(sink.dumplings.front(), Not(HasSubstr("\n")));
}

TEST_F(ChefsAtWork, ATimeThatAChefCantWaitForIsAnError) {
  TestKitchen kitchen({"waiting"}, {{"ImpatientChef"}});
  kitchen.runner.packet(packet_);
  EXPECT_THAT(
      kitchen.log.lines(),
      IsSupersetOf({"info: k1: ImpatientChef: after() was called outside of a handler, or too many functions wait "
                    "already",
                    "info: k1: ImpatientChef: after() was called with a negative delay"}));
  EXPECT_EQ(kitchen.runner.wait_for_timer(0), std::chrono::milliseconds(1));
}

TEST_F(ChefsAtWork, AFunctionThatThrowsAfterATimeIsAnErrorOfItsChef) {
  TestKitchen kitchen({"waiting"}, {{"ImpatientChef"}});
  kitchen.runner.poke(5, 0);
  EXPECT_TRUE(kitchen.runner.needs_clock());
  kitchen.runner.advance(0, 0);
  EXPECT_THAT(kitchen.log.text(), HasSubstr("Error invoking timer handler for chef ImpatientChef: too late"));
  EXPECT_FALSE(kitchen.runner.needs_clock());
}

}  // namespace
}  // namespace netdumplings::kitchen
