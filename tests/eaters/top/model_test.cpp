// Also the test of chef_book, kitchen_book, status_reader and troubles, which the model consists of.
#include "eaters/top/model.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/defaults.hpp"
#include "common/protocol.hpp"
#include "eaters/top/flows.hpp"
#include "eaters/top/payload_parts.hpp"

namespace netdumplings::eaters::top {
namespace {

using nlohmann::json;
using testing::ElementsAre;

constexpr double hub_clock = 1.5e9;  // the hub's time of day when ours is 0

json kitchen_entry(const std::string& name, double last_seen, int received, int invalid = 0) {
  return {{"info_from_kitchen",
           {{"kitchen_name", name},
            {"interface", "eth0"},
            {"filter", ""},
            {"chefs", {"netdumplings.dumplingchefs.ARPChef", "DNSLookupChef"}},
            {"poke_interval", 5.0}}},
          {"info_from_hub",
           {{"host", "::1"},
            {"port", 4711},
            {"last_seen", hub_clock + last_seen},
            {"received", received},
            {"invalid", invalid}}}};
}

json eater_entry(const std::string& name, int sent, int skipped, int behind = 0) {
  return {{"info_from_eater", {{"eater_name", name}}},
          {"info_from_hub",
           {{"host", "127.0.0.1"}, {"port", 4712}, {"sent", sent}, {"behind", behind}, {"skipped", skipped}}}};
}

// A model, and the hub that it eats from.
class TopModel : public testing::Test {
 protected:
  TopModel() { model_.connected(0); }

  void status(double now, const std::vector<json>& kitchens, const std::vector<json>& eaters = {},
              const json& more = json::object()) {
    json payload = {{"total_dumplings_in", 100 * now},
                    {"total_dumplings_out", 200 * now},
                    {"server_uptime", 50 + now},
                    {"dumpling_kitchens", kitchens},
                    {"dumpling_eaters", eaters}};
    payload.update(more);
    model_.fold({protocol::status_chef, std::nullopt, DumplingDriver::interval, hub_clock + now, payload}, now);
  }

  void dumpling(double now, const std::string& chef, const std::string& kitchen, const json& payload = {}) {
    model_.fold({chef, kitchen, DumplingDriver::interval, hub_clock, payload}, now);
  }

  void ledger(double now, double uptime, int arps, const json& dropped = {{"overflow", 0}}, int by_kernel = 0) {
    dumpling(now, protocol::kitchen_status_chef, "garage",
             {{"uptime", uptime},
              {"packets", {{"received", 900}, {"dropped_by_kernel", by_kernel}}},
              {"chefs", {{"netdumplings.dumplingchefs.ARPChef", {{"dumplings", arps}, {"retired", false}}}}},
              {"dumplings", {{"waiting", 7}, {"dropped", dropped}}}});
  }

  [[nodiscard]] std::vector<std::string> troubles(double now) const {
    std::vector<std::string> texts;
    for (const Trouble& trouble : model_.overview(now).troubles) texts.push_back(trouble.text);
    return texts;
  }

  Model model_;
};

TEST_F(TopModel, TotalsAndTheirRatesComeFromTwoStatusDumplings) {
  status(10, {});
  EXPECT_EQ(model_.overview(10).hub.in_rate, std::nullopt);
  status(15, {});
  const HubFacts hub = model_.overview(15).hub;
  EXPECT_EQ(hub.dumplings_in, 1500);
  EXPECT_EQ(hub.uptime, 65);
  EXPECT_DOUBLE_EQ(*hub.in_rate, 100);
  EXPECT_DOUBLE_EQ(*hub.out_rate, 200);
}

TEST_F(TopModel, AKitchenIsWhatItsCardAndTheHubSay) {
  status(10, {kitchen_entry("garage", 9, 40, 2)});
  status(15, {kitchen_entry("garage", 13, 90, 2)});
  const KitchenRow row = model_.overview(16).kitchens.at(0);
  EXPECT_EQ(row.name, "garage");
  EXPECT_EQ(row.host, "[::1]:4711");
  EXPECT_EQ(row.interface, "eth0");
  EXPECT_EQ(row.filter, "<all packets>");
  EXPECT_EQ(row.chefs, 2U);
  EXPECT_EQ(row.received, 90);
  EXPECT_DOUBLE_EQ(*row.rate, 10);
  EXPECT_DOUBLE_EQ(*row.heard, 3);
  EXPECT_EQ(row.state, KitchenState::invalid);
  EXPECT_EQ(row.dropped(), std::nullopt);
}

TEST_F(TopModel, AKitchenNotHeardOfForThreePokesIsSilent) {
  status(10, {kitchen_entry("garage", 10, 40)});
  EXPECT_EQ(model_.overview(25).kitchens.at(0).state, KitchenState::ok);
  EXPECT_EQ(model_.overview(26).kitchens.at(0).state, KitchenState::silent);
  EXPECT_THAT(troubles(26), ElementsAre("garage: not heard of for 16 s, more than 3 pokes"));
  dumpling(26, "ARPChef", "garage");
  EXPECT_EQ(model_.overview(27).kitchens.at(0).state, KitchenState::ok);
}

TEST_F(TopModel, TheHubRemembersWhoWasThereAndHowTheyWent) {
  const json absent = {
      {"absent_kitchens",
       {{{"name", "attic"},
         {"host", "10.0.0.2"},
         {"last_seen", hub_clock - 7200},
         {"why", "no close frame received"},
         {"received", 12}},
        {{"name", "cellar"}, {"host", "10.0.0.3"}, {"last_seen", hub_clock - 60}, {"why", "received 1000 (OK)"}},
        5}},
      {"absent_eaters", {{{"name", "webnom"}, {"left_at", hub_clock + 4}, {"why", "sent 4103"}, {"sent", 9}}}},
      {"shared_kitchen_names", {"garage"}}};
  status(10, {kitchen_entry("garage", 10, 40)}, {}, absent);
  const Overview overview = model_.overview(10);
  ASSERT_EQ(overview.kitchens.size(), 4U);
  EXPECT_EQ(overview.kitchens[1].name, "?") << "what can't be read has no name";
  EXPECT_EQ(overview.kitchens[2].name, "attic");
  EXPECT_EQ(overview.kitchens[2].state, KitchenState::left);
  EXPECT_EQ(overview.kitchens[2].heard, 7210);
  EXPECT_EQ(overview.kitchens[2].received, 12);
  ASSERT_EQ(overview.eaters.size(), 1U);
  EXPECT_EQ(overview.eaters[0].state, EaterState::left);
  EXPECT_THAT(troubles(10), testing::IsSupersetOf({"attic: has left, 2 h ago: no close frame received",
                                                   "cellar: has left, 1 min ago: received 1000 (OK)",
                                                   "webnom: has left, 6 s ago: sent 4103",
                                                   "garage: kitchens of different hosts have this name"}));
  EXPECT_TRUE(overview.troubles.front().bad);
  EXPECT_FALSE(overview.troubles.back().bad) << "somebody ended it";
  status(15, {kitchen_entry("garage", 13, 50), kitchen_entry("attic", 13, 1)}, {},
         {{"absent_kitchens", json::array()}});
  EXPECT_TRUE(troubles(15).empty());
}

TEST_F(TopModel, WithAHubThatTellsLessItGoesByTheDumplingsThatCame) {
  json entry = kitchen_entry("garage", 0, 0);
  entry["info_from_hub"] = {{"host", "10.0.0.1"}, {"port", 1}};
  status(1, {entry}, {json{{"info_from_eater", {{"eater_name", "webnom"}}}, {"info_from_hub", {{"host", "h"}}}}});
  EXPECT_EQ(model_.overview(14).kitchens.at(0).state, KitchenState::ok);
  EXPECT_EQ(model_.overview(16).kitchens.at(0).state, KitchenState::silent);
  for (int i = 0; i < 30; ++i) dumpling(20 + i / 10.0, "ARPChef", "garage");
  const Overview overview = model_.overview(23);
  EXPECT_EQ(overview.kitchens.at(0).state, KitchenState::ok);
  EXPECT_EQ(overview.kitchens.at(0).received, std::nullopt);
  EXPECT_DOUBLE_EQ(*overview.kitchens.at(0).rate, 10);
  EXPECT_EQ(overview.eaters.at(0).sent, std::nullopt);
  EXPECT_EQ(overview.eaters.at(0).state, EaterState::ok);
}

TEST_F(TopModel, WhatAKitchenDroppedIsBadByPacketAndByDumpling) {
  status(10, {kitchen_entry("garage", 10, 40)});
  ledger(10, 60, 5, {{"overflow", 3}, {"invalid", 1}}, 12);
  const KitchenRow row = model_.overview(10).kitchens.at(0);
  EXPECT_EQ(row.state, KitchenState::drops);
  EXPECT_EQ(row.captured, 900);
  EXPECT_EQ(row.dropped(), 16);
  EXPECT_EQ(row.waiting, 7);
  EXPECT_THAT(troubles(10),
              ElementsAre("garage: 12 packets dropped before a chef saw them", "garage: 4 dumplings dropped"));
}

TEST_F(TopModel, AKitchenThatLeftIsRememberedForAWhile) {
  status(10, {kitchen_entry("garage", 10, 40)});
  status(20, {});
  EXPECT_EQ(model_.overview(25).kitchens.at(0).state, KitchenState::left);
  EXPECT_THAT(troubles(25), ElementsAre("garage: has left, 5 s ago"));
  status(20 + defaults::top_remembered_seconds + 1, {});
  EXPECT_TRUE(model_.overview(922).kitchens.empty());
}

TEST_F(TopModel, AKitchenThatTheHubLeftOutOfItsListHasNotLeft) {
  status(10, {kitchen_entry("garage", 10, 40)});
  status(20, {}, {}, {{"dumpling_kitchens_left_out", 1}});
  EXPECT_TRUE(model_.overview(25).kitchens.empty());
}

TEST_F(TopModel, ChefsAreCountedByTheDumplingsThatCome) {
  status(0, {kitchen_entry("garage", 0, 40)});
  for (int i = 0; i < 20; ++i) dumpling(5 + i / 10.0, "ARPChef", i % 2 == 0 ? "garage" : "attic");
  const auto chefs = model_.overview(7).chefs;
  ASSERT_EQ(chefs.size(), 2U);
  EXPECT_EQ(chefs[0].name, "ARPChef");
  EXPECT_THAT(chefs[0].kitchens, ElementsAre("attic", "garage"));
  EXPECT_EQ(chefs[0].seen, 20);
  EXPECT_DOUBLE_EQ(*chefs[0].rate, 10);
  EXPECT_NEAR(*chefs[0].heard, 0.1, 1e-9);
  EXPECT_EQ(chefs[1].name, "DNSLookupChef");  // on the card, and not heard of
  EXPECT_EQ(chefs[1].heard, std::nullopt);
}

TEST_F(TopModel, WithStatusOnlyChefsAreWhatTheirKitchensCount) {
  model_ = Model(true);
  model_.connected(0);
  ledger(1, 60, 30);
  ledger(1, 120, 90);  // both at once, from the hub's log
  const auto chefs = model_.overview(2).chefs;
  EXPECT_EQ(chefs.at(0).name, "ARPChef");
  EXPECT_EQ(chefs.at(0).seen, 90);
  EXPECT_DOUBLE_EQ(*chefs.at(0).rate, 1);
}

TEST_F(TopModel, AnEaterThatSkipsIsBadAndOneThatSkippedIsTold) {
  status(10, {}, {eater_entry("slow", 10, 5), eater_entry("fine", 10, 0)});
  status(15, {}, {eater_entry("slow", 20, 8), eater_entry("fine", 20, 0)});
  auto eaters = model_.overview(15).eaters;
  EXPECT_EQ(eaters.at(0).state, EaterState::ok);
  EXPECT_EQ(eaters.at(1).state, EaterState::skips);
  EXPECT_DOUBLE_EQ(*eaters.at(1).rate, 2);
  EXPECT_THAT(troubles(15), ElementsAre("slow: too slow, skips dumplings: 8 so far"));
  status(20, {}, {eater_entry("slow", 30, 8, 20000)});
  EXPECT_EQ(model_.overview(20).eaters.at(0).state, EaterState::skipped);
  EXPECT_THAT(troubles(20), ElementsAre("slow: was too slow: 8 dumplings skipped", "slow: behind by 20000 dumplings"));
}

TEST_F(TopModel, WhileTheHubIsAwayTimeStandsStill) {
  status(10, {kitchen_entry("garage", 10, 40)});
  model_.lost(12);
  EXPECT_DOUBLE_EQ(*model_.overview(500).kitchens.at(0).heard, 2);
  model_.connected(600);
  EXPECT_EQ(model_.overview(601).kitchens.at(0).state, KitchenState::ok);
}

TEST_F(TopModel, AHubThatBeganAnewHasNoRatesUntilItSpokeTwice) {
  status(10, {});
  status(15, {});
  model_.fold({protocol::status_chef,
               std::nullopt,
               DumplingDriver::interval,
               hub_clock,
               {{"total_dumplings_in", 3}, {"server_uptime", 1}}},
              20);
  EXPECT_EQ(model_.overview(20).hub.in_rate, std::nullopt);
}

TEST_F(TopModel, ConnectionsComeFromFlowChefAndItsKitchensAreKnownByTheirCards) {
  status(10, {kitchen_entry("garage", 10, 40)});
  EXPECT_FALSE(model_.overview(10).connections.are_reported);
  json entry = kitchen_entry("garage", 10, 40);
  entry["info_from_kitchen"]["chefs"] = {"netdumplings.networkchefs.FlowChef"};
  status(11, {entry});
  EXPECT_TRUE(model_.overview(11).connections.are_reported);
  EXPECT_TRUE(model_.overview(11).connections.are_asked_for);
  model_.fold(flow_of(50000), 12);
  const Overview overview = model_.overview(15);
  ASSERT_EQ(overview.connections.rows.size(), 1U);
  EXPECT_EQ(overview.connections.rows[0].heard, 3);
  EXPECT_EQ(overview.chefs.at(0).seen, 1);
  EXPECT_FALSE(Model(true).overview(0).connections.are_asked_for);
}

TEST_F(TopModel, NonsenseOnTheWireIsShownAsFarAsItMakesSense) {
  for (const json& payload :
       {json(nullptr), json(7), json::array({1}), json("x"),
        json{{"dumpling_kitchens", 5}, {"dumpling_eaters", {{"a", 1}}}, {"server_uptime", "long"}},
        json{{"dumpling_kitchens", {1, nullptr, {{"info_from_kitchen", {{"chefs", "ARP"}}}}}}}}) {
    model_.fold({protocol::status_chef, std::nullopt, DumplingDriver::interval, 0, payload}, 1);
    model_.fold({protocol::kitchen_status_chef, "garage", DumplingDriver::interval, 0, payload}, 1);
  }
  dumpling(1, protocol::kitchen_status_chef, "garage", {{"chefs", {{"ARPChef", 5}}}, {"dumplings", {{"dropped", 3}}}});
  const auto kitchens = model_.overview(2).kitchens;
  ASSERT_EQ(kitchens.size(), 3U);
  for (const KitchenRow& kitchen : kitchens) EXPECT_EQ(kitchen.name, "?");
}

TEST_F(TopModel, NamesWithoutEndDoNotFillTheMemory) {
  for (std::size_t i = 0; i < ChefBook::most_chefs + 50; ++i) dumpling(1, "Chef" + std::to_string(i), "garage");
  EXPECT_EQ(model_.overview(2).chefs.size(), ChefBook::most_chefs);
  EXPECT_THAT(troubles(2), ElementsAre("chefs: too many names; 50 dumplings are of others"));
  EXPECT_LT(short_name(std::string(100000, 'x')).size(), 210U);
  EXPECT_EQ(short_name(std::string(199, 'x') + "é").size(), 199U + 3);  // not within a character
}

}  // namespace
}  // namespace netdumplings::eaters::top
