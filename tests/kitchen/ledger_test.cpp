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

Ledger example_with_connections() {
  Ledger ledger = example();
  ConnectionCounts counts;
  counts.table.opened = 10;
  counts.table.ended = {1, 2, 3, 0, 1, 2};
  counts.table.icmp_errors = 4;
  counts.table.ignored_resets = 5;
  counts.table.without_connection = 6;
  counts.open = 1;
  counts.fragments.fragments = 9;
  counts.fragments.opened = 4;
  counts.fragments.completed = 3;
  counts.fragments.duplicates = 1;
  counts.open_datagrams = 1;
  ledger.connections = counts;
  return ledger;
}

TEST(Ledger, SaysWhatBecameOfConnectionsIfAChefUsesThem) {
  const auto lines = ledger_lines(example_with_connections());
  EXPECT_EQ(lines.at(1), "Connections: 10 opened: 1 closed, 2 reset, 3 timed_out, 1 replaced, 2 unfinished, 1 open");
  EXPECT_EQ(lines.at(2), "Fragments: 9 of 4 datagrams: 3 completed, 1 open");
  const auto json = nlohmann::ordered_json::parse(ledger_json(example_with_connections())).at("connections");
  EXPECT_EQ(json.dump(),
            R"({"opened":10,"open":1,"ended":{"closed":1,"reset":2,"timed_out":3,"evicted":0,"replaced":1,)"
            R"("unfinished":2},"icmp_errors":4,"ignored_resets":5,"packets_without_connection":6,)"
            R"("fragments":{"received":9,"datagrams":4,"completed":3,"timed_out":0,"evicted":0,"overlapping":0,)"
            R"("open":1,"duplicates":1,"overlaps":0,"invalid":0,"after_overlap":0}})");
  EXPECT_FALSE(nlohmann::json::parse(ledger_json(example())).contains("connections"));
}

TEST(PassedFilter, SaysHowManyOfAFilesPacketsPassedAndIfTheyAreFewWhatLetsMorePass) {
  EXPECT_EQ(passed_filter({.in_file = 20, .received = 20}, "tcp").line, "");
  EXPECT_EQ(passed_filter({.received = 20}, "tcp").line, "") << "live";
  const auto some = passed_filter({.in_file = 20, .received = 2}, "tcp");
  EXPECT_EQ(some.line, "2 of 20 packets passed the filter");
  EXPECT_FALSE(some.few);
  const auto few = passed_filter({.in_file = 20, .received = 1}, "tcp");
  EXPECT_EQ(
      few.line,
      "1 of 20 packets passed the filter \"tcp\"; -f '(tcp) or (vlan and (tcp))' lets those with a VLAN tag pass, "
      "too; -f '' lets all pass");
  EXPECT_TRUE(few.few);
  EXPECT_EQ(passed_filter({.in_file = 1}, "vlan 5").line,
            "0 of 1 packets passed the filter \"vlan 5\"; -f '' lets all pass");
}

TEST(Ledger, LossesAreWhateverFailedOrWasDropped) {
  EXPECT_EQ(losses(example()),
            "3 calls of handlers failed, 3 packets were dropped by the kernel, 2 packets were left unread, "
            "6 dumplings were dropped");
  Ledger fine;
  fine.packets = {.captured = 10, .received = 10, .dropped_by_interface = 1};
  fine.handled = 10;
  EXPECT_EQ(losses(fine), "");
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
