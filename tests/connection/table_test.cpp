// Connections, and what becomes of them.
#include "connection/table.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "fragment_maker.hpp"
#include "tcp_flags.hpp"
#include "times.hpp"

namespace netdumplings::connection {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

// Writes down what happens, a line each.
class WrittenEvents final : public ConnectionEvents {
 public:
  void opened(Connection& connection) override { lines.push_back("opened " + text_of(connection)); }
  void updated(Connection& connection) override { lines.push_back("updated " + std::to_string(connection.number)); }
  bool stretch(Connection& connection, Side from, const Stretch& stretch) override {
    lines.push_back(std::string(from == Side::client ? "client " : "server ") + std::to_string(connection.number) +
                    " " + std::string(stretch.bytes.begin(), stretch.bytes.end()) +
                    (stretch.missing_before > 0 ? " -" + std::to_string(stretch.missing_before) : ""));
    return wants_more;
  }
  void ended(Connection& connection, End reason) override {
    lines.push_back("ended " + std::to_string(connection.number) + " " +
                    std::string(name_of(outcome_of(connection, reason))));
  }
  // Returns what happened since the last call.
  std::vector<std::string> take() { return std::exchange(lines, {}); }

  std::vector<std::string> lines;
  bool wants_more = true;

 private:
  static std::string text_of(const Connection& connection) {
    return std::to_string(connection.number) + " " + connection.address(Side::client).to_string() + " " +
           std::to_string(connection.port(Side::client)) + " > " + connection.address(Side::server).to_string() + " " +
           std::to_string(connection.port(Side::server)) + (connection.was_under_way ? " under way" : "");
  }
};

struct Talk {
  std::size_t from = 40000;
  std::size_t to = 80;
  std::size_t flags = 16;
  std::size_t sequence = 0;
  std::size_t acknowledgement = 0;
  std::string bytes = {};
};
Buffer tcp_from(const Talk& talk) {
  return u16(talk.from) + u16(talk.to) + u32(talk.sequence) + u32(talk.acknowledgement) + hex("50") + u8(talk.flags) +
         hex("2000 0000 0000") + text(talk.bytes);
}
// The other way, at IP.
Buffer turned(Buffer packet) {
  std::swap_ranges(packet.begin() + 12, packet.begin() + 16, packet.begin() + 16);
  return packet;
}
Buffer client_says(const Talk& talk) { return ether(0x0800, ipv4(6, tcp_from(talk))); }
Buffer server_says(const Talk& talk) {
  Talk other = talk;
  std::swap(other.from, other.to);
  return ether(0x0800, turned(ipv4(6, tcp_from(other))));
}
Buffer client_udp(std::size_t from, std::size_t to) { return ether(0x0800, ipv4(17, udp(from, to, filler(10)))); }
Buffer server_udp(std::size_t from, std::size_t to) {
  return ether(0x0800, turned(ipv4(17, udp(to, from, filler(10)))));
}
using Lines = std::vector<std::string>;

class TableTest : public testing::Test {
 protected:
  void limit(const TableLimits& limits, bool with_streams = true) {
    table = std::make_unique<ConnectionTable>(limits, events, with_streams);
  }
  Observation add(const Buffer& bytes, std::uint32_t interface_index = 0) {
    const FoundFrame found(bytes);
    table->advance(now);
    const Observation observed = table->observe(
        found.what, {.interface_index = interface_index, .time_ns = now, .ip_bytes = found.what.ip_bytes});
    table->stream(observed, found.what);
    check();
    return observed;
  }
  void wait(std::int64_t time) {
    now += time;
    table->advance(now);
    check();
  }
  void check() {
    const TableCounts& counts = table->counts();
    EXPECT_EQ(counts.opened, std::accumulate(counts.ended.begin(), counts.ended.end(), table->open()));
  }
  void open_tcp() {
    add(client_says({.flags = S, .sequence = 100}));
    add(server_says({.flags = SA, .sequence = 500, .acknowledgement = 101}));
    add(client_says({.sequence = 101, .acknowledgement = 501}));
  }
  Outcome outcome(const Observation& observed) { return outcome_so_far(*observed.connection); }

  WrittenEvents events;
  std::unique_ptr<ConnectionTable> table = std::make_unique<ConnectionTable>(TableLimits{}, events);
  std::int64_t now = 1000 * second;
};

TEST_F(TableTest, FollowsAConnectionOfTcp) {
  open_tcp();
  add(client_says({.sequence = 101, .acknowledgement = 501, .bytes = "GET"}));
  add(server_says({.sequence = 501, .acknowledgement = 104, .bytes = "200"}));
  add(client_says({.flags = FA, .sequence = 104, .acknowledgement = 504}));
  add(server_says({.flags = FA, .sequence = 504, .acknowledgement = 105}));
  const Observation last = add(client_says({.sequence = 105, .acknowledgement = 505}));
  EXPECT_EQ(events.take(), (Lines{"opened 1 192.0.2.1 40000 > 198.51.100.2 80", "client 1 GET", "server 1 200"}));
  EXPECT_EQ(last.connection->packets, (std::array<std::uint64_t, 2>{5, 3}));
  EXPECT_EQ(last.connection->bytes, (std::array<std::uint64_t, 2>{203, 123}));
  EXPECT_EQ(outcome(last), Outcome::closed);
  wait(5 * second);
  EXPECT_EQ(events.take(), Lines{"ended 1 closed"});
  EXPECT_EQ(table->counts().ended[static_cast<std::size_t>(End::closed)], 1u);
}

TEST_F(TableTest, SaysWhatBecameOfAnAttempt) {
  add(client_says({.flags = S, .sequence = 100}));
  add(server_says({.flags = RA, .acknowledgement = 101}));
  add(client_says({.from = 40001, .flags = S, .sequence = 100}));
  wait(5 * second);
  wait(60 * second);
  EXPECT_EQ(events.take(),
            (Lines{"opened 1 192.0.2.1 40000 > 198.51.100.2 80", "opened 2 192.0.2.1 40001 > 198.51.100.2 80",
                   "ended 1 refused", "ended 2 no_answer"}));
}

TEST_F(TableTest, SaysThatAConnectionWasReset) {
  open_tcp();
  add(server_says({.flags = R, .sequence = 501}));
  events.take();
  wait(5 * second);
  EXPECT_EQ(events.take(), Lines{"ended 1 reset"});
}

TEST_F(TableTest, TakesTheSideWithTheLowerPortForTheServerIfTheOpeningWasNotSeen) {
  add(server_says({.sequence = 501, .acknowledgement = 104, .bytes = "200"}));
  add(client_says({.from = 40001, .sequence = 501}));
  EXPECT_EQ(events.take(), (Lines{"opened 1 192.0.2.1 40000 > 198.51.100.2 80 under way", "server 1 200",
                                  "opened 2 192.0.2.1 40001 > 198.51.100.2 80 under way"}));
  const Observation first = add(client_says({.sequence = 104}));
  EXPECT_EQ(first.connection->tcp.history(), "^dA");
}

TEST_F(TableTest, TakesTheOneThatAnswersASynForTheServer) {
  add(server_says({.from = 40000, .to = 50000, .flags = SA, .sequence = 500, .acknowledgement = 101}));
  EXPECT_EQ(events.take(), Lines{"opened 1 192.0.2.1 40000 > 198.51.100.2 50000"});
}

TEST_F(TableTest, BeginsAnotherConnectionWithAnotherSyn) {
  open_tcp();
  events.take();
  add(client_says({.flags = S, .sequence = 7000}));
  EXPECT_EQ(events.take(), (Lines{"ended 1 timeout", "opened 2 192.0.2.1 40000 > 198.51.100.2 80"}));
  EXPECT_EQ(table->counts().ended[static_cast<std::size_t>(End::replaced)], 1u);
}

TEST_F(TableTest, FollowsUdpUntilItIsQuiet) {
  add(client_udp(40000, 53));
  add(server_udp(40000, 53));
  add(client_udp(40001, 53));
  EXPECT_EQ(table->open(), 2u);
  wait(60 * second);
  EXPECT_EQ(events.take(),
            (Lines{"opened 1 192.0.2.1 40000 > 198.51.100.2 53", "opened 2 192.0.2.1 40001 > 198.51.100.2 53",
                   "ended 1 timeout", "ended 2 no_answer"}));
}

TEST_F(TableTest, TakesAnAnswerWithoutItsQuestionForTheServers) {
  add(server_udp(40000, 53));
  EXPECT_EQ(events.take(), Lines{"opened 1 192.0.2.1 40000 > 198.51.100.2 53 under way"});
}

TEST_F(TableTest, PairsPingsByTheirId) {
  const auto ping = [](std::string_view type, std::string_view id) {
    return ipv4(1, hex(type) + hex("00 0000") + hex(id) + hex("0001"));
  };
  add(ether(0x0800, ping("08", "0007")));
  const Observation answer = add(ether(0x0800, turned(ping("00", "0007"))));
  EXPECT_EQ(answer.from, Side::server);
  EXPECT_FALSE(answer.is_new);
  EXPECT_TRUE(add(ether(0x0800, ping("08", "0008"))).is_new);
  wait(30 * second);
  EXPECT_EQ(events.take(), (Lines{"opened 1 192.0.2.1 7 > 198.51.100.2 7", "opened 2 192.0.2.1 8 > 198.51.100.2 8",
                                  "ended 1 timeout", "ended 2 no_answer"}));
}

TEST_F(TableTest, GivesAnErrorToTheConnectionThatItQuotes) {
  const Buffer query = ipv4(17, udp(40000, 53, filler(10)));
  add(ether(0x0800, query));
  const Observation error = add(ether(0x0800, turned(ipv4(1, hex("0303 0000 00000000") + query))));
  EXPECT_TRUE(error.is_error);
  EXPECT_EQ(error.from, Side::server);
  EXPECT_EQ(error.connection->number, 1u);
  EXPECT_EQ(error.connection->icmp_errors, 1);
  EXPECT_EQ(error.connection->packets, (std::array<std::uint64_t, 2>{1, 0}));
  EXPECT_EQ(outcome(error), Outcome::refused);
  const Observation other =
      add(ether(0x0800, ipv4(1, hex("0303 0000 00000000") + turned(ipv4(17, udp(53, 40000, filler(10)))))));
  EXPECT_TRUE(other.is_error);
  EXPECT_EQ(other.from, Side::client) << "about a packet of the server";
  const Buffer unknown = ipv4(17, udp(40009, 53, filler(10)));
  const Observation stray = add(ether(0x0800, turned(ipv4(1, hex("0303 0000 00000000") + unknown))));
  EXPECT_TRUE(stray.is_new);
}

TEST_F(TableTest, KeepsInterfacesAndNetworksApart) {
  EXPECT_TRUE(add(client_udp(1, 2), 0).is_new);
  EXPECT_TRUE(add(client_udp(1, 2), 1).is_new);
  const auto in_vxlan = [](std::string_view header) {
    return ether(0x0800, ipv4(17, udp(50000, 4789, hex(header) + client_udp(1, 2))));
  };
  const Observation inside = add(in_vxlan("08000000 00000100"));
  EXPECT_TRUE(inside.is_new);
  EXPECT_EQ(inside.connection->tunnel().id, 1u);
  EXPECT_EQ(inside.connection->tunnel().source.to_string(), "192.0.2.1");
  EXPECT_TRUE(add(in_vxlan("08000000 00000200")).is_new);
  EXPECT_FALSE(add(in_vxlan("08000000 00000100")).is_new);
  EXPECT_TRUE(add(ether(0x8100, hex("0005 0800") + ipv4(17, udp(3, 4, {})))).is_new);
  EXPECT_FALSE(add(ether(0x8100, hex("0006 0800") + ipv4(17, udp(3, 4, {})))).is_new) << "VLANs differ by direction";
}

TEST_F(TableTest, KnowsASidesAddressesAtTheSameAddress) {
  const auto from_to = [](std::size_t from, std::size_t to) {
    Buffer packet = ipv4(17, udp(from, to, {}));
    std::copy_n(packet.begin() + 12, 4, packet.begin() + 16);
    return ether(0x0800, packet);
  };
  EXPECT_EQ(add(from_to(50000, 2000)).from, Side::client);
  EXPECT_EQ(add(from_to(2000, 50000)).from, Side::server);
}

TEST_F(TableTest, GivesOthersNoConnection) {
  EXPECT_EQ(add(ether(0x0800, ipv4(89, filler(20)))).connection, nullptr);
  EXPECT_EQ(add(ether(0x0800, ipv4(17, filler(20), {.fragment = 5}))).connection, nullptr);
  EXPECT_EQ(table->counts().without_connection, 2u);
}

TEST_F(TableTest, EndsTheOneThatIsIdleTheLongestIfThereAreTooMany) {
  limit({.connections = 3});
  for (const std::size_t port : {1u, 2u, 3u}) {
    add(client_udp(port, 53));
    now += second;
  }
  add(client_udp(1, 53));
  add(client_says({.flags = S}));
  EXPECT_EQ(table->open(), 3u);
  EXPECT_EQ(events.lines[3], "ended 2 evicted");
}

TEST_F(TableTest, LooksForTheOneThatIsIdleTheLongestAmongAllKinds) {
  limit({.connections = 2});
  add(client_says({.flags = S}));
  now += second;
  add(client_udp(1, 53));
  now += second;
  add(client_says({.flags = S}));
  add(client_udp(2, 53));
  EXPECT_EQ(events.lines[2], "ended 2 evicted");
  now += second;
  add(client_udp(3, 53));
  EXPECT_EQ(events.lines[4], "ended 1 evicted");
}

TEST_F(TableTest, TellsWhatHadPacketsSinceTheLastUpdate) {
  for (const std::size_t port : {1u, 2u, 3u}) add(client_udp(port, 53));
  table->update();
  add(client_udp(3, 53));
  add(client_udp(1, 53));
  events.take();
  table->update();
  EXPECT_EQ(events.take(), (Lines{"updated 3", "updated 1"}));
  table->update();
  EXPECT_EQ(events.take(), Lines{});
}

TEST_F(TableTest, EndsAllInTheOrderOfTheirOpening) {
  add(client_udp(1, 53));
  open_tcp();
  add(client_udp(2, 53));
  add(client_udp(1, 53));
  events.take();
  table->finish();
  EXPECT_EQ(events.take(), (Lines{"ended 1 unfinished", "ended 2 unfinished", "ended 3 unfinished"}));
  EXPECT_EQ(table->open(), 0u);
}

TEST_F(TableTest, GivesOnWhatWaitsBeforeTheEnd) {
  open_tcp();
  add(client_says({.sequence = 105, .bytes = "late"}));
  events.take();
  table->finish();
  EXPECT_EQ(events.take(), (Lines{"client 1 late -4", "ended 1 unfinished"}));
  EXPECT_EQ(table->stream_bytes(), 0u);
}

TEST_F(TableTest, CountsTheSameWithoutStreams) {
  limit({}, false);
  open_tcp();
  add(client_says({.sequence = 101, .bytes = "abc"}));
  add(client_says({.sequence = 101, .bytes = "abc"}));
  const Observation last = add(client_says({.sequence = 108, .bytes = "x"}));
  EXPECT_EQ(last.connection->tcp.stream_of(Side::client).retransmitted_bytes(), 3u);
  EXPECT_EQ(events.take(), Lines{"opened 1 192.0.2.1 40000 > 198.51.100.2 80"});
}

TEST_F(TableTest, StopsAStreamThatNobodyWants) {
  open_tcp();
  events.take();
  events.wants_more = false;
  add(client_says({.sequence = 101, .bytes = "a"}));
  add(client_says({.sequence = 102, .bytes = "b"}));
  add(server_says({.sequence = 501, .bytes = "c"}));
  EXPECT_EQ(events.take(), (Lines{"client 1 a", "server 1 c"}));
}

TEST_F(TableTest, EndsNothingWhenTheClockGoesBack) {
  add(client_udp(1, 53));
  now -= 900 * second;
  add(client_udp(2, 53));
  EXPECT_EQ(table->open(), 2u);
  wait(59 * second);
  EXPECT_EQ(table->open(), 2u);
  wait(second);
  EXPECT_EQ(table->open(), 0u);
}

TEST(ConnectionTableMemory, IsAtMostFourHundredBytesAConnection) {
  EXPECT_LE(ConnectionTable::bytes_per_connection, 400u);
}

// The same packets twice: each table has a random key of its own.
TEST(ConnectionTableOrder, DoesNotDependOnTheRandomKey) {
  std::vector<Lines> runs;
  for (int run = 0; run < 2; ++run) {
    std::mt19937 random(5);  // NOLINT(cert-msc51-cpp): the same numbers in each run
    WrittenEvents events;
    ConnectionTable table({.connections = 50}, events);
    std::int64_t now = 0;
    for (int i = 0; i < 5000; ++i) {
      now += static_cast<std::int64_t>(random() % 3) * second;
      const std::size_t port = random() % 100;
      const FoundFrame found(random() % 2 == 0 ? client_udp(port, 53) : client_says({.from = port, .flags = S}));
      table.advance(now);
      table.stream(table.observe(found.what, {.time_ns = now}), found.what);
      if (i % 100 == 0) table.update();
    }
    table.finish();
    runs.push_back(events.take());
  }
  EXPECT_GT(runs[0].size(), 1000u);
  EXPECT_EQ(runs[0], runs[1]);
}

}  // namespace
}  // namespace netdumplings::connection
