// The metrics' text; that the figures add up is tested in hub_figures_test.cpp.
#include "hub/status/metrics.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace netdumplings::hub {
namespace {

Census census() {
  Census census;
  census.uptime_seconds = 5;
  census.kitchens = 1;
  census.kitchens_present = {13, 12, 1, 0};
  census.kitchens_gone = {3, 1, 1, 1};
  census.kitchen_list = {
      {R"({"kitchen_name":"a \"b\"\n\\","chefs":[]})", {"10.0.0.1", 1234}, 1.5, 2.5, {13, 12, 1, 0}}};
  census.log_entries = 13;
  census.shared_pages = 4096;
  census.shared_pages_limit = 8192;
  census.eaters.eaters = 1;
  census.eaters.present = {12, 5, 1, 4, 2, 3};
  census.eaters.gone = {26, 20, 0, 6, 0, 1};
  census.eaters.first = {{1, R"({"eater_name":"e"})", {"::1", 4321}, 3.5, {12, 5, 1, 4, 2, 3}}};
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
  const std::string kitchen = R"(kitchen="a \"b\"\n\\",peer="10.0.0.1:1234")";
  EXPECT_TRUE(has_line(text, "netdumplings_hub_kitchen_received_total{" + kitchen + "} 13")) << text;
  EXPECT_TRUE(has_line(text, "netdumplings_hub_kitchen_last_seen_seconds{" + kitchen + "} 2.5")) << text;
  const std::string eater = R"(eater="e",peer="[::1]:4321")";
  EXPECT_TRUE(has_line(text, "netdumplings_hub_eater_entries_total{" + eater + "} 12")) << text;
  EXPECT_TRUE(has_line(text, "netdumplings_hub_eater_entries_fate{" + eater + R"(,fate="skipped"} 2)")) << text;
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
