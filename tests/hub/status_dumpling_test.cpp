#include "hub/status_dumpling.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

Guests guests(const std::vector<Guest>& list) {
  return [list](const std::function<bool(const Guest&)>& show) {
    for (const auto& guest : list) {
      if (!show(guest)) return;
    }
  };
}

TEST(StatusDumpling, HasTheContractsKeysInTheirOrderAndNoOthers) {
  const net::Endpoint four{"10.0.0.1", 1234};
  const net::Endpoint six{"::1", 4321};
  StatusFigures figures;
  figures.dumplings_in = 12;
  figures.dumplings_out = 34;
  figures.uptime_seconds = 5;
  figures.now_seconds = 1516488131.25;
  figures.kitchens = 1;
  figures.eaters = 1;
  EXPECT_EQ(
      status_dumpling(figures, guests({{R"({"kitchen_name":"k","chefs":[]})", &four}}),
                      guests({{R"({"eater_name":"e"})", &six}})),
      R"({"metadata":{"chef":"SystemStatusChef","kitchen":null,"creation_time":1516488131.25,"driver":"interval"},)"
      R"("payload":{"total_dumplings_in":12,"total_dumplings_out":34,"server_uptime":5.0,)"
      R"("dumpling_kitchen_count":1,"dumpling_eater_count":1,)"
      R"("dumpling_kitchens":[{"info_from_kitchen":{"kitchen_name":"k","chefs":[]},)"
      R"("info_from_hub":{"host":"10.0.0.1","port":1234}}],)"
      R"("dumpling_eaters":[{"info_from_eater":{"eater_name":"e"},"info_from_hub":{"host":"::1","port":4321}}]}})");
}

TEST(StatusDumpling, ListsAreCappedTheCountsStayExactAndWhatWasLeftOutIsSaid) {
  const net::Endpoint peer{"10.0.0.1", 1234};
  StatusFigures figures;
  figures.eaters = 10000;
  figures.kitchens = 300;
  const std::string large = R"({"kitchen_name":")" + std::string(4000, 'k') + "\"}";
  const auto text = status_dumpling(figures, guests(std::vector<Guest>(300, {large, &peer})),
                                    guests(std::vector<Guest>(10000, {R"({"eater_name":"e"})", &peer})));
  EXPECT_LT(text.size(), defaults::status_max_bytes + 1000);
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
