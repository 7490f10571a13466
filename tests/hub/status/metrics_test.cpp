// The metrics' text; that the figures add up is tested in hub_figures_test.cpp.
#include "hub/status/metrics.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

Census census() {
  Census census;
  census.uptime_seconds = 5;
  census.kitchens = 1;
  census.kitchens_present = {13, 12, 1, 0};
  census.kitchens_gone = {3, 1, 1, 1};
  census.kitchen_list = {
      {R"({"kitchen_name":"a \"b\"\n\\","chefs":[]})", {"10.0.0.1", 1234}, 1.5, 2.5, {13, 12, 1, 0}, "a \"b\"\n\\"}};
  census.log_entries = 13;
  census.shared_pages = 4096;
  census.shared_pages_limit = 8192;
  census.eaters.eaters = 1;
  census.eaters.present = {12, 5, 1, 4, 2, 3};
  census.eaters.gone = {26, 20, 0, 6, 0, 1};
  census.eaters.first = {{1, R"({"eater_name":"e"})", {"::1", 4321}, 3.5, {12, 5, 1, 4, 2, 3}, "e"}};
  return census;
}

bool has_line(const std::string& text, const std::string& line) {
  return ('\n' + text).find('\n' + line + '\n') != std::string::npos;
}

TEST(Metrics, TotalsCountThoseThatAreThereAndThoseThatHaveGone) {
  const std::string text = metrics_text(census());
  for (const char* line : {
           "netdumplings_hub_received_total 16",
           R"(netdumplings_hub_received_fate_total{fate="taken"} 13)",
           R"(netdumplings_hub_received_fate_total{fate="known"} 1)",
           "netdumplings_hub_entries_total 38",
           R"(netdumplings_hub_entries_fate{fate="sent"} 25)",
           R"(netdumplings_hub_entries_fate{fate="behind"} 4)",
           R"(netdumplings_hub_entries_fate{fate="left"} 6)",
           "netdumplings_hub_sent_total 29",
           "netdumplings_hub_uptime_seconds 5.0",
           "netdumplings_hub_shared_pages_bytes 4096",
           "netdumplings_hub_shared_pages_limit_bytes 8192",
       }) {
    EXPECT_TRUE(has_line(text, line)) << line << " in\n" << text;
  }
}

TEST(Metrics, EachKitchenAndEaterHasSeriesOfItsOwnWithEscapedNames) {
  const std::string text = metrics_text(census());
  const std::string kitchen = R"(kitchen="a \"b\"\n\\",peer="10.0.0.1")";
  EXPECT_TRUE(has_line(text, "netdumplings_hub_kitchen_received_total{" + kitchen + "} 13")) << text;
  EXPECT_TRUE(has_line(text, "netdumplings_hub_kitchen_last_seen_seconds{" + kitchen + "} 2.5")) << text;
  const std::string eater = R"(eater="e",peer="::1")";
  EXPECT_TRUE(has_line(text, "netdumplings_hub_eater_entries_total{" + eater + "} 12")) << text;
  EXPECT_TRUE(has_line(text, "netdumplings_hub_eater_entries_fate{" + eater + R"(,fate="skipped"} 2)")) << text;
}

TEST(Metrics, ThoseThatHaveGoneAreThereWithWhenTheyWereHeardOf) {
  Census later = census();
  later.absent_kitchens = {{"attic", "10.0.0.2", 1.5, 2.5, 3.5, "", {3, 2, 1, 0}}};
  later.absent_eaters = {{"webnom", "::1", 4.5, 6.5, 6.5, "", {2, 1, 1, 0, 0, 0}}};
  const std::string text = metrics_text(later);
  for (const char* line : {
           "netdumplings_hub_absent_kitchens 1",
           R"(netdumplings_hub_absent_kitchen_last_seen_seconds{kitchen="attic",peer="10.0.0.2"} 2.5)",
           R"(netdumplings_hub_absent_kitchen_dumplings{kitchen="attic",peer="10.0.0.2"} 2)",
           "netdumplings_hub_absent_eaters 1",
           R"(netdumplings_hub_absent_eater_dumplings{eater="webnom",peer="::1"} 1)",
       }) {
    EXPECT_TRUE(has_line(text, line)) << line << " in\n" << text;
  }
}

// Returns the names and labels of all series.
std::vector<std::string> series(const std::string& metrics) {
  std::istringstream text(metrics);
  std::vector<std::string> all;
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with('#')) all.push_back(line.substr(0, line.rfind(' ')));
  }
  return all;
}

TEST(Metrics, SeriesStayTheSameWhenClientsReconnect) {
  Census again = census();
  again.kitchen_list[0].peer.port = 999;
  again.eaters.first[0].peer.port = 999;
  EXPECT_EQ(series(metrics_text(again)), series(metrics_text(census())));
}

TEST(Metrics, NoTwoSeriesAreTheSame) {
  Census several = census();
  several.kitchens = several.eaters.eaters = 4;
  KitchenReport kitchen = several.kitchen_list[0];
  EaterReport eater = several.eaters.first[0];
  for (const std::uint16_t port : {std::uint16_t{2}, std::uint16_t{3}}) {
    kitchen.peer.port = eater.peer.port = port;
    several.kitchen_list.push_back(kitchen);
    several.eaters.first.push_back(eater);
  }
  kitchen.peer.host = eater.peer.host = "10.0.0.2";
  several.kitchen_list.push_back(kitchen);
  several.eaters.first.push_back(eater);
  const std::string text = metrics_text(several);
  EXPECT_TRUE(has_line(text, R"(netdumplings_hub_eater_entries_total{eater="e",peer="::1",nth="3"} 12)")) << text;
  const auto all = series(text);
  EXPECT_EQ(std::set(all.begin(), all.end()).size(), all.size());
}

TEST(Metrics, AreBoundedAndSayWhoseSeriesAreLeftOut) {
  Census crowd;
  crowd.kitchens = 1500;
  crowd.eaters.eaters = 2000;
  const std::string name(256, '"');
  crowd.kitchen_list.assign(1000, {"{}", {"10.0.0.1", 1}, 1.7e9, 1.7e9, {1ULL << 60, 1ULL << 60, 0, 0}, name});
  crowd.eaters.first.assign(1000, {1, "{}", {"10.0.0.1", 1}, 1.7e9, {1ULL << 60, 1ULL << 60, 0, 0, 0, 0}, name});
  const std::string text = metrics_text(crowd);
  EXPECT_LT(text.size(), defaults::metrics_max_bytes + 10000);
  EXPECT_GT(text.size(), defaults::metrics_max_bytes / 2);
  std::size_t shown = 0;
  for (const std::string& s : series(text)) shown += s.starts_with("netdumplings_hub_kitchen_received_total") ? 1 : 0;
  EXPECT_TRUE(has_line(text, "netdumplings_hub_kitchens_left_out " + std::to_string(1500 - shown))) << shown;
}

TEST(Metrics, EveryFamilyHasHelpAndAType) {
  std::istringstream text(metrics_text(census()));
  std::string family;
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with("# HELP ")) family = line.substr(7, line.find(' ', 7) - 7);
    if (line.starts_with("# TYPE ")) {
      EXPECT_TRUE(line.starts_with("# TYPE " + family + ' ')) << line;
    } else if (!line.starts_with('#')) {
      EXPECT_EQ(line.substr(0, line.find_first_of("{ ")), family) << line;
    }
  }
}

}  // namespace
}  // namespace netdumplings::hub
