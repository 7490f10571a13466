#include "kitchen/ledger.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace netdumplings::kitchen {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

Ledger example() {
  Ledger ledger;
  ledger.uptime = 2.5;
  ledger.source = "eth0";
  ledger.packets = {.captured = 10, .received = 15, .dropped = 3, .dropped_by_interface = 1};
  ledger.handled = 10;
  ledger.chefs = {
      {"m.A",
       {.packets = 10,
        .pokes = 2,
        .made = 9,
        .invalid = 1,
        .too_large = 2,
        .failed = 3,
        .over_budget = 4,
        .spent = 1500ms,
        .retired = true}},
      {"m.B", {.packets = 10, .made = 1}},
  };
  ledger.status_made = 1;
  ledger.delivery = {.made = 8, .delivered = 4, .waiting = 1, .overflow = 1, .too_large = 1, .left_at_stop = 1};
  return ledger;
}

TEST(Ledger, TheSumsAreEqual) {
  const auto ledger = example();
  EXPECT_EQ(ledger.packets.received, ledger.handled + ledger.packets.dropped + ledger.unread());
  EXPECT_EQ(ledger.made(), 11U);
  EXPECT_EQ(ledger.made(), ledger.delivery.delivered + ledger.delivery.waiting + ledger.dropped());
  EXPECT_EQ(ledger.made(), ledger.delivery.made + 3) << "what was invalid or too large is not handed over";
}

TEST(Ledger, TheSumsInADumplingsPayloadAreEqualToo) {
  const auto json = nlohmann::json::parse(ledger_json(example()));
  const auto& dumplings = json["dumplings"];
  int dropped = 0;
  for (const auto& count : dumplings["dropped"]) dropped += count.get<int>();
  EXPECT_EQ(dumplings["made"], dumplings["acknowledged"].get<int>() + dumplings["waiting"].get<int>() + dropped);
  EXPECT_EQ(dumplings["dropped"]["too_large"], 3);
  EXPECT_EQ(json["packets"]["unread"], 2);
  EXPECT_EQ(json["chefs"]["m.A"]["failures"], 4);
  EXPECT_EQ(json["chefs"]["m.A"]["seconds"], 1.5);
  EXPECT_EQ(json["chefs"]["m.A"]["retired"], true);
  EXPECT_EQ(json["interface"], "eth0");
}

TEST(Ledger, TheLogGetsALineForPacketsForEachChefAndForDumplings) {
  EXPECT_THAT(
      ledger_lines(example()),
      ElementsAre(
          "Packets: 15 received by filter, 10 handled, 3 dropped by kernel, 2 left unread; 1 dropped by interface",
          "Chef m.A: 10 packets, 2 pokes, 9 dumplings, 4 failures, 1.500 s, 4 times over its budget, retired",
          "Chef m.B: 10 packets, 0 pokes, 1 dumplings, 0 failures, 0.000 s",
          "Dumplings: 11 made, 4 delivered, 1 waiting, 6 dropped (invalid 1, too_large 3, overflow 1, "
          "left_at_stop 1)"));
}

TEST(Counts, ArePrintedAsByTcpdump) {
  EXPECT_EQ(counts_text({.captured = 1, .received = 2, .dropped = 1}),
            "1 packet captured\n2 packets received by filter\n1 packet dropped by kernel\n");
}

TEST(Counts, PacketsLeftUnreadOrDroppedByTheInterfaceArePrintedIfThereAreAny) {
  EXPECT_EQ(counts_text({.captured = 1, .received = 5, .dropped = 1, .dropped_by_interface = 7}),
            "1 packet captured\n5 packets received by filter\n1 packet dropped by kernel\n"
            "7 packets dropped by interface\n3 packets left unread\n");
}

}  // namespace
}  // namespace netdumplings::kitchen
