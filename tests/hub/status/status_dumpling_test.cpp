#include "hub/status/status_dumpling.hpp"

#include <gtest/gtest.h>

#include <netdumplings/version.hpp>
#include <nlohmann/json.hpp>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

TEST(StatusDumpling, HasTheContractsKeysInTheirOrderAndOthersAfterThem) {
  Census census;
  census.uptime_seconds = 5;
  census.now_seconds = 1516488131.25;
  census.missing_flags = {"--tls-cert"};
  census.kitchens = 1;
  census.kitchens_present = {13, 12, 1};
  census.kitchen_list = {{R"({"kitchen_name":"k","chefs":[]})", {"10.0.0.1", 1234}, 1.5, 2.5, {13, 12, 1}}};
  census.log_entries = 12;
  census.eaters.eaters = 1;
  census.eaters.present = {12, 5, 1, 4, 2, 3};
  census.eaters.gone = {26, 26, 0, 0, 0, 0};
  census.eaters.stalled = 7;
  census.eaters.first = {{1, R"({"eater_name":"e"})", {"::1", 4321}, 3.5, {12, 5, 1, 4, 2, 3}}};
  census.absent_kitchens = {{"attic", "10.0.0.2", 1.5, 2.5, 3.5, "no close frame received", {3, 2, 1, 0}}};
  census.absent_eaters = {{"\x1b", "::1", 4.5, 6.5, 6.5, "", {2, 1, 1, 0, 0, 0}}};
  census.shared_kitchen_names = {"k"};
  EXPECT_EQ(
      status_dumpling(census),
      R"({"metadata":{"chef":"SystemStatusChef","kitchen":null,"creation_time":1516488131.25,"driver":"interval"},)"
      R"("payload":{"total_dumplings_in":12,"total_dumplings_out":34,"server_uptime":5.0,)"
      R"("dumpling_kitchen_count":1,"dumpling_eater_count":1,)"
      R"("dumpling_kitchens":[{"info_from_kitchen":{"kitchen_name":"k","chefs":[]},)"
      R"("info_from_hub":{"host":"10.0.0.1","port":1234,"connected_at":1.5,"last_seen":2.5,)"
      R"("received":13,"taken":12,"invalid":1,"known":0}}],)"
      R"("dumpling_eaters":[{"info_from_eater":{"eater_name":"e"},"info_from_hub":{"host":"::1","port":4321,)"
      R"("connected_at":3.5,"entries":12,"sent":5,"filtered":1,"behind":4,"skipped":2,"statuses":3}}],)"
      R"("hub_version":")" NETDUMPLINGS_VERSION
      R"(","unprotected":["--tls-cert"],"total_dumplings_invalid":1,"total_dumplings_skipped":2,"total_eaters_stalled":7,"log_entries":12,)"
      R"("kitchens_present":{"received":13,"taken":12,"invalid":1,"known":0},)"
      R"("kitchens_gone":{"received":0,"taken":0,"invalid":0,"known":0},)"
      R"("eaters_present":{"entries":12,"sent":5,"filtered":1,"behind":4,"skipped":2,"statuses":3},)"
      R"("eaters_gone":{"entries":26,"sent":26,"filtered":0,"behind":0,"skipped":0,"statuses":0},)"
      R"("absent_kitchens":[{"name":"attic","host":"10.0.0.2","connected_at":1.5,"last_seen":2.5,"left_at":3.5,)"
      R"("why":"no close frame received","received":3,"taken":2,"invalid":1,"known":0}],)"
      R"("absent_eaters":[{"name":"\u001b","host":"::1","connected_at":4.5,"last_seen":6.5,"left_at":6.5,"why":"",)"
      R"("entries":2,"sent":1,"filtered":1,"behind":0,"skipped":0,"statuses":0}],"shared_kitchen_names":["k"]}})");
}

TEST(StatusDumpling, LimitsTheListsOfThoseThatHaveGoneToo) {
  Census census;
  const std::string name(256, '\x01');
  const std::string why(300, '"');
  census.absent_kitchens.assign(200, {name, "10.0.0.2", 1.5, 2.5, 3.5, why, {}});
  census.absent_eaters.assign(200, {name, "10.0.0.2", 1.5, 2.5, 3.5, why, {}});
  const auto text = status_dumpling(census);
  EXPECT_LT(text.size(), 2 * defaults::absent_max_bytes + 4000);
  const auto payload = nlohmann::json::parse(text)["payload"];
  EXPECT_GT(payload["absent_eaters"].size(), 10U);
  EXPECT_EQ(payload["absent_kitchens_left_out"], 200 - payload["absent_kitchens"].size());
}

TEST(StatusDumpling, LimitsItsListsAndSaysHowManyEntriesItLeftOut) {
  Census census;
  census.eaters.eaters = 10000;
  census.kitchens = 300;
  const std::string large = R"({"kitchen_name":")" + std::string(4000, 'k') + "\"}";
  census.kitchen_list.assign(300, {large, {"10.0.0.1", 1234}, 0, 0, {}});
  census.eaters.first.assign(1100, {1, R"({"eater_name":"e"})", {"10.0.0.1", 1234}, 0, {}});
  const auto text = status_dumpling(census);
  EXPECT_LT(text.size(), defaults::status_max_bytes + 2000);
  const auto payload = nlohmann::json::parse(text)["payload"];
  EXPECT_EQ(payload["dumpling_eaters"].size(), 1000U);
  EXPECT_EQ(payload["dumpling_eaters_left_out"], 9000);
  EXPECT_EQ(payload["dumpling_eater_count"], 10000);
  const auto kitchens = payload["dumpling_kitchens"].size();
  EXPECT_GT(kitchens, 50U);
  EXPECT_EQ(payload["dumpling_kitchens_left_out"], 300 - kitchens);
}

}  // namespace
}  // namespace netdumplings::hub
