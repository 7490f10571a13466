// Connections as chefs get them: in which order, with which state, and until when. Also the test of connection_view.
#include "kitchen/chefs/connection_follower.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/defaults.hpp"
#include "kitchen/chef_fixtures.hpp"
#include "packet/frames.hpp"

namespace netdumplings::kitchen {
namespace {

using frames::Buffer;
using frames::hex;
using frames::operator+;  // NOLINT(misc-unused-using-decls): clang-tidy 14 doesn't see that it is used
using frames::text;
using frames::u16;
using frames::u32;
using frames::u8;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::TestKitchen;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::size_t fin = 1, syn = 2, rst = 4, ack = 16;

// What one side says in TCP, at IP.
struct Said {
  std::size_t sequence = 0;
  std::string bytes = {};
  std::size_t flags = ack;
  std::size_t acknowledgement = 0;
};
Buffer tcp_segment(std::size_t from, std::size_t to, const Said& said) {
  return frames::ipv4(6, u16(from) + u16(to) + u32(said.sequence) + u32(said.acknowledgement) + hex("50") +
                             u8(said.flags) + hex("2000 0000 0000") + text(said.bytes));
}
Buffer by_client(const Said& said) { return frames::ether(0x0800, tcp_segment(40000, 80, said)); }
Buffer by_server(const Said& said) {
  Buffer packet = tcp_segment(80, 40000, said);
  std::swap_ranges(packet.begin() + 12, packet.begin() + 16, packet.begin() + 16);
  return frames::ether(0x0800, packet);
}
Buffer question(std::size_t port = 40000) {
  return frames::ether(0x0800, frames::ipv4(17, frames::udp(port, 53, text("who?"))));
}

// A kitchen that is fed by hand. Its clock is the latest packet's time.
class FedKitchen : public TestKitchen {
 public:
  using TestKitchen::TestKitchen;

  // Handles a packet, and returns the payloads that were made of it.
  std::vector<std::string> take(const Buffer& bytes, std::int64_t seconds = 1) {
    const frames::Frame frame(bytes);
    nd_packet packet = frame.packet().raw();
    packet.time_ns = seconds * second;
    packet.interface_index = interface_index;
    runner.advance(packet.time_ns, packet.time_ns);
    runner.packet(packet);
    return taken();
  }
  std::vector<std::string> shake_hands() {
    take(by_client({.sequence = 99, .flags = syn}));
    take(by_server({.sequence = 499, .flags = syn | ack, .acknowledgement = 100}));
    return take(by_client({.sequence = 100, .acknowledgement = 500}));
  }
  std::vector<std::string> taken() {
    auto all = payloads();
    sink.dumplings.clear();
    return all;
  }

  std::uint32_t interface_index = 0;  // of the packets that it takes
};

TEST(ConnectionFollower, OpensAConnectionBeforeItsFirstPacketAndEndsItWhenItHasTimedOut) {
  FedKitchen kitchen({"connections"}, {{"EventsChef"}});
  EXPECT_THAT(kitchen.take(question()),
              ElementsAre(R"({"opened":1,"client":"192.0.2.1 40000","server":"198.51.100.2 53","packets":[0,0]})",
                          R"({"packet":1,"from":"client","opens":true})"));
  EXPECT_THAT(kitchen.take(question(), 2), ElementsAre(R"({"packet":1,"from":"client"})"));
  const auto later = kitchen.take(question(50000), 63);
  ASSERT_EQ(later.size(), 3u);
  EXPECT_EQ(later[0], R"({"ended":1,"packets":[2,0],"bytes":[64,0],"history":"","outcome":4,"reason":3,"seen":2,)"
                      R"("now":63000000000})");
  EXPECT_THAT(later[1], HasSubstr(R"("opened":2)"));
  EXPECT_THAT(kitchen.log.text(), ::testing::Not(HasSubstr("Error")));
}

TEST(ConnectionFollower, APokeTellsOfConnectionsThatHadPacketsAndComesAfterThat) {
  FedKitchen kitchen({"connections"}, {{"EventsChef"}});
  kitchen.take(question());
  kitchen.runner.poke(5, 5 * second);
  EXPECT_THAT(kitchen.sink.dumplings, ElementsAre(HasSubstr(R"("driver":"interval"},"payload":{"updated":1,)"),
                                                  HasSubstr(R"("payload":"poke")")));
  kitchen.taken();
  kitchen.runner.poke(5, 10 * second);
  EXPECT_THAT(kitchen.taken(), ElementsAre("\"poke\""));
}

TEST(ConnectionFollower, TheEndEndsAllConnectionsAndReleasesTheirStateBeforeTheChefsClose) {
  FedKitchen kitchen({"connections"}, {{"EventsChef"}});
  kitchen.take(question());
  kitchen.take(question(50000));
  kitchen.runner.close(ND_END_KITCHEN_STOPPED, 9 * second);
  const auto made = kitchen.taken();
  ASSERT_EQ(made.size(), 3u);
  EXPECT_THAT(made[0], HasSubstr(R"({"ended":1,"packets":[1,0],"bytes":[32,0],"history":"","outcome":7,"reason":7,)"));
  EXPECT_THAT(made[1], HasSubstr(R"({"ended":2,)"));
  EXPECT_EQ(made[2], R"({"closing":0})");
  const auto counts = kitchen.runner.connection_counts().value();
  EXPECT_EQ(counts.table.opened, 2u);
  EXPECT_EQ(counts.table.ended[static_cast<std::size_t>(connection::End::unfinished)], 2u);
  EXPECT_EQ(counts.open, 0u);
}

TEST(ConnectionFollower, StateIsReleasedEvenIfNobodyHearsOfTheEnd) {
  testing::KeepingSink sink;
  testing::ReadableLog log;
  const ChefModules modules = testing::loaded({"connections_in_c"});
  {
    ChefRunner runner({"k1", "eth0", "", 5}, sink, log.log);
    ASSERT_TRUE(runner.hire(modules, std::nullopt, ChefOptions::parse({}).value()));
    const frames::Frame frame(question());
    runner.packet(frame.packet().raw());
    EXPECT_EQ(runner.connection_counts()->open, 1u);
  }
  EXPECT_THAT(log.lines(), Contains("info: k1: ByteCountingChef: destroyed with 0 states"));
  EXPECT_THAT(sink.dumplings, IsEmpty());
}

TEST(ConnectionFollower, ConnectionsOnTwoInterfacesAreTwoUnlessInterfacesAreMerged) {
  for (const bool merges : {false, true}) {
    FedKitchen kitchen({"connections"}, {{"EventsChef"}}, {}, merges);
    kitchen.take(question());
    kitchen.interface_index = 1;
    kitchen.take(question());
    EXPECT_EQ(kitchen.runner.connection_counts()->open, merges ? 1u : 2u);
  }
}

TEST(ConnectionFollower, SaysHowATcpConnectionWent) {
  FedKitchen kitchen({"connections"}, {{"EventsChef"}});
  EXPECT_THAT(kitchen.shake_hands(), ElementsAre(R"({"packet":1,"from":"client"})"));
  kitchen.take(by_client({.sequence = 100, .bytes = "bye", .acknowledgement = 500}));
  kitchen.take(by_server({.sequence = 500, .flags = rst | ack, .acknowledgement = 103}));
  EXPECT_THAT(kitchen.take(question(), 10),
              Contains(R"({"ended":1,"packets":[3,2],"bytes":[123,80],"history":"ShADr","outcome":2,"reason":2,)"
                       R"("seen":5,"now":10000000000})"));
}

TEST(ConnectionFollower, AChefReadsABytesStreamInOrderWhateverTheSegmentsWere) {
  FedKitchen kitchen({"connections"}, {{"ReaderChef"}});
  kitchen.shake_hands();
  EXPECT_THAT(kitchen.take(by_client({.sequence = 100, .bytes = "GET"})),
              ElementsAre(R"({"client":"GET","offset":0,"missing":0})"));
  EXPECT_THAT(kitchen.take(by_client({.sequence = 104, .bytes = "/"})), IsEmpty()) << "a byte is missing";
  EXPECT_THAT(kitchen.take(by_client({.sequence = 100, .bytes = "got "})),
              ElementsAre(R"({"client":" /","offset":3,"missing":0})"))
      << "the first that comes counts";
  EXPECT_THAT(kitchen.take(by_server({.sequence = 510, .bytes = "OK"})), IsEmpty());
  EXPECT_THAT(kitchen.take(by_client({.sequence = 105, .acknowledgement = 512})),
              ElementsAre(R"({"server":"OK","offset":10,"missing":10})"))
      << "the client has what the capture lacks";
}

TEST(ConnectionFollower, AChefThatHasEnoughOfASideGetsNoMoreOfIt) {
  FedKitchen kitchen({"connections"}, {{"ReaderChef"}}, {"ReaderChef:most=2"});
  kitchen.shake_hands();
  EXPECT_EQ(kitchen.take(by_client({.sequence = 100, .bytes = "a"})).size(), 1u);
  EXPECT_EQ(kitchen.take(by_client({.sequence = 101, .bytes = "b"})).size(), 1u);
  EXPECT_THAT(kitchen.take(by_client({.sequence = 102, .bytes = "c"})), IsEmpty());
  EXPECT_EQ(kitchen.take(by_server({.sequence = 500, .bytes = "d"})).size(), 1u) << "the other side's";
}

TEST(ConnectionFollower, OneChefsEnoughIsNotTheOthers) {
  FedKitchen kitchen({"connections", "connections_in_c"}, {{"ReaderChef", "ByteCountingChef"}}, {"ReaderChef:most=1"});
  kitchen.shake_hands();
  EXPECT_EQ(kitchen.take(by_client({.sequence = 100, .bytes = "abc"})).size(), 1u);
  EXPECT_THAT(kitchen.take(by_client({.sequence = 103, .bytes = "de"})), IsEmpty());
  kitchen.take(by_server({.sequence = 500, .bytes = "f"}));
  kitchen.runner.close(ND_END_CAPTURE_ENDED, second);
  EXPECT_THAT(kitchen.taken(), ElementsAre(R"({"port":80,"client":5,"server":1,"states":1})", R"({"states_left":0})"));
}

TEST(ConnectionFollower, AFailingStreamHandlerIsLoggedAndGetsNoMoreOfThatSide) {
  FedKitchen kitchen({"connections"}, {{"ReaderChef"}});
  kitchen.shake_hands();
  EXPECT_THAT(kitchen.take(by_client({.sequence = 100, .bytes = "fail"})), IsEmpty());
  EXPECT_THAT(kitchen.log.lines(),
              Contains("error: k1: Error invoking stream handler for chef ReaderChef: it said fail"));
  EXPECT_THAT(kitchen.take(by_client({.sequence = 104, .bytes = "again"})), IsEmpty());
  EXPECT_EQ(kitchen.take(by_server({.sequence = 500, .bytes = "d"})).size(), 1u);
  EXPECT_EQ(kitchen.runner.counts().front().counts.failed, 1u);
}

TEST(ConnectionFollower, AChefThatFailsOnTenThousandEventsInARowIsRetired) {
  FedKitchen kitchen({"connections"}, {{"ConfusedChef"}});
  for (int i = 0; i < defaults::failures_until_retired; ++i) {
    kitchen.take(question(2000 + static_cast<std::size_t>(i)));
  }
  EXPECT_THAT(kitchen.log.lines(), Contains("error: k1: Error invoking connection handler for chef ConfusedChef: the "
                                            "chef keeps a state of another type in the connection"));
  EXPECT_TRUE(kitchen.runner.all_retired());
}

TEST(ConnectionFollower, TheLastFragmentCarriesTheDatagramAndItsConnection) {
  FedKitchen kitchen({"connections"}, {{"EventsChef"}});
  const Buffer datagram = frames::udp(40000, 53, text("12345678whole"));
  const Buffer first(datagram.begin(), datagram.begin() + 8);
  const Buffer rest(datagram.begin() + 8, datagram.end());
  EXPECT_THAT(kitchen.take(frames::ether(0x0800, frames::ipv4(17, first, {.fragment = 0x2000}))),
              ElementsAre(R"({"packet":null})"));
  EXPECT_THAT(
      kitchen.take(frames::ether(0x0800, frames::ipv4(17, rest, {.fragment = 1}))),
      ElementsAre(HasSubstr(R"("opened":1,)"), R"({"packet":1,"from":"client","opens":true,"whole":"12345678whole"})"));
  kitchen.runner.close(ND_END_CAPTURE_ENDED, second);
  EXPECT_THAT(kitchen.taken().front(), HasSubstr(R"("packets":[2,0],"bytes":[61,0])"));
  EXPECT_EQ(kitchen.runner.connection_counts()->fragments.completed, 1u);
}

TEST(ConnectionFollower, AnIcmpErrorBelongsToTheConnectionThatItQuotes) {
  FedKitchen kitchen({"connections"}, {{"EventsChef"}});
  kitchen.take(question());
  Buffer error = frames::ipv4(1, hex("0303 0000 00000000") + frames::ipv4(17, frames::udp(40000, 53, text("who?"))));
  std::swap_ranges(error.begin() + 12, error.begin() + 16, error.begin() + 16);
  EXPECT_THAT(kitchen.take(frames::ether(0x0800, error)), ElementsAre(R"({"packet":1,"from":"server","error":true})"));
  kitchen.runner.close(ND_END_CAPTURE_ENDED, second);
  EXPECT_THAT(kitchen.taken().front(), HasSubstr(R"("packets":[1,0],"bytes":[32,0],"history":"","outcome":3)"));
}

TEST(ConnectionFollower, OnlyChefsThatUseConnectionsSeeThem) {
  FedKitchen kitchen({"connections"}, {{"PlainChef", "LookingChef"}});
  EXPECT_THAT(kitchen.take(question()), ElementsAre("\"has a connection\"", "\"has no connection\""));
  EXPECT_THAT(kitchen.take(frames::ether(0x0806, frames::arp(1))),
              ElementsAre("\"has no connection\"", "\"has no connection\""));
}

// A datagram of DNS in two fragments: the second completes it.
TEST(ConnectionFollower, AChefThatLooksForLayersGetsPacketsThatHaveThemAlsoInTheirWholeDatagram) {
  FedKitchen kitchen({"needy"}, {{"SelectiveChef"}});
  const Buffer datagram = frames::udp(40000, 53, frames::example_query());
  const Buffer head(datagram.begin(), datagram.begin() + 8);
  const Buffer rest(datagram.begin() + 8, datagram.end());
  EXPECT_THAT(kitchen.take(frames::ether(0x0800, frames::ipv4(17, datagram))), ElementsAre(R"({"last":"DNS"})"));
  EXPECT_THAT(kitchen.take(frames::ether(0x0806, frames::arp(1))), ElementsAre(R"({"last":"ARP"})"));
  EXPECT_THAT(kitchen.take(frames::ether(0x0800, frames::ipv4(17, frames::udp(7, 7, text("DNS"))))), IsEmpty());
  EXPECT_THAT(kitchen.take(frames::ether(0x0800, frames::ipv4(17, head, {.fragment = 0x2000}))), IsEmpty());
  EXPECT_THAT(kitchen.take(frames::ether(0x0800, frames::ipv4(17, rest, {.fragment = 1}))), SizeIs(1));
}

TEST(ConnectionFollower, IsNotThereIfNoChefUsesConnections) {
  FedKitchen kitchen({"connections"}, {{"PlainChef"}});
  kitchen.take(question());
  EXPECT_FALSE(kitchen.runner.needs_clock());
  EXPECT_FALSE(kitchen.runner.connection_counts());
}

TEST(ConnectionFollower, AModuleOfTheAbiWithoutConnectionsGoesOnWorking) {
  FedKitchen kitchen({"c_module", "connections"}, {{"CountingChef", "LookingChef"}});
  for (int i = 0; i < 2; ++i) kitchen.take(question());
  EXPECT_THAT(kitchen.take(question()), ElementsAre(HasSubstr(R"("packets":3)"), "\"has a connection\""));
}

}  // namespace
}  // namespace netdumplings::kitchen
