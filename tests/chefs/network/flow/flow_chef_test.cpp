// FlowChef's payloads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "chefs/network/network_kitchen.hpp"
#include "chefs/network/tls/hellos.hpp"
#include "packet/streams.hpp"

namespace netdumplings::chefs::network {
namespace {

using frames::hex;
using frames::text;
using frames::operator+;  // NOLINT(misc-unused-using-decls): clang-tidy 14 doesn't see that it is used
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Payloads = NetworkKitchen::Payloads;

struct FlowTest : ::testing::Test {
  explicit FlowTest(const std::vector<std::string>& options = {}) : kitchen("FlowChef", options) {}

  /// Ends the capture, and returns the only flow.
  nlohmann::ordered_json the_flow() {
    const auto made = kitchen.close();
    EXPECT_THAT(made, SizeIs(1));
    return made.empty() ? nlohmann::ordered_json() : made[0]["flow"];
  }

  NetworkKitchen kitchen;
};

TEST_F(FlowTest, ReportsAConnectionAtItsEnd) {
  TcpTalk talk;
  talk.open(kitchen);
  kitchen.take(talk.client_says("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"), start + second);
  kitchen.take(talk.server_says("HTTP/1.1 200 OK\r\n\r\n"), start + second + 5 * millisecond);
  kitchen.take(talk.client_ends(), start + 2 * second);
  kitchen.take(talk.server_ends(), start + 2 * second + 5 * millisecond);
  EXPECT_THAT(kitchen.take(talk.client_hears(), start + 2 * second + 10 * millisecond), IsEmpty());
  kitchen.runner.advance(start + 10 * second, start + 10 * second);
  const auto made = kitchen.close();
  ASSERT_THAT(made, SizeIs(1));
  EXPECT_EQ(made[0].dump(),
            R"({"flow":{"community_id":"1:+2pHz3aT6HgcBXuye2/+i7Ff26k=","interface":"eth0","protocol":"tcp",)"
            R"("client":{"ip":"192.0.2.1","port":40000,"packets":5,"bytes":235},)"
            R"("server":{"ip":"198.51.100.2","port":80,"packets":3,"bytes":139},)"
            R"("start":1600000000.0,"end":1600000002.01,"duration":2.01,"state":"closed","history":"ShADdFf",)"
            R"("service":"http","server_name":"a.example","vlan":[],"tunnel":null,)"
            R"("tcp":{"handshake":0.002,"rtt":0.002,"retransmitted":{"client":0,"server":0},)"
            R"("out_of_order":{"client":0,"server":0},"zero_windows":{"client":0,"server":0},)"
            R"("missed":{"client":0,"server":0}}}})");
}

TEST_F(FlowTest, SaysNullForWhatUdpLacks) {
  const UdpTalk talk;
  kitchen.take(talk.by_client(frames::example_query()), start);
  EXPECT_EQ(the_flow().dump(),
            R"({"community_id":"1:BWReJXMNj4QaPOU529MpBZS5b38=","interface":"eth0","protocol":"udp",)"
            R"("client":{"ip":"192.0.2.1","port":40000,"packets":1,"bytes":57},)"
            R"("server":{"ip":"198.51.100.2","port":53,"packets":0,"bytes":0},)"
            R"("start":1600000000.0,"end":1600000000.0,"duration":0.0,"state":"unfinished","history":"D",)"
            R"("service":"dns","server_name":null,"vlan":[],"tunnel":null,"tcp":null})");
}

TEST_F(FlowTest, FindsTheNameInQuic) {
  using namespace hellos;  // NOLINT(google-build-using-namespace)
  const Buffer hello = ClientHello{.suites = listed({0x1301}), .extensions = server_name("a.example")}.message();
  const UdpTalk talk{.server_port = 443};
  const Initials initials;
  kitchen.take(talk.by_client(initials.by_client(0, crypto_frame(hello, 30, 1000))), start);
  kitchen.take(talk.by_client(initials.by_client(1, crypto_frame(hello, 0, 30))), start + millisecond);
  const auto flow = the_flow();
  EXPECT_EQ(flow["service"], "quic");
  EXPECT_EQ(flow["server_name"], "a.example");
}

TEST_F(FlowTest, HasNoNameOfQuicWithoutAHello) {
  using namespace hellos;  // NOLINT(google-build-using-namespace)
  const UdpTalk talk{.server_port = 443};
  kitchen.take(talk.by_client(Initials().by_client(0, hex("01 00 00"))), start);
  const auto flow = the_flow();
  EXPECT_EQ(flow["service"], "quic");
  EXPECT_TRUE(flow["server_name"].is_null());
}

TEST_F(FlowTest, HasTheHistoryOfUdp) {
  const UdpTalk talk;
  kitchen.take(talk.by_client(text("question")), start);
  kitchen.take(talk.by_server(text("answer")), start);
  const UdpTalk answer{.client_port = 50000};
  kitchen.take(answer.by_server(text("answer")), start);
  const UdpTalk turned{.client_port = 50001};
  kitchen.take(turned.by_server(text("answer")), start);
  kitchen.take(turned.by_client(text("question")), start);
  const auto made = kitchen.close();
  ASSERT_THAT(made, SizeIs(3));
  EXPECT_EQ(made[0]["flow"]["history"], "Dd");
  EXPECT_EQ(made[1]["flow"]["history"], "^d");
  EXPECT_EQ(made[2]["flow"]["history"], "^dD");
}

TEST_F(FlowTest, NamesTheInterfaceOfEach) {
  const frames::Frame frame(UdpTalk().by_client(text("x")));
  for (const auto& [index, name] : {std::pair(0u, "eth0"), std::pair(7u, "eth7"), std::pair(70'000u, "eth70000")}) {
    nd_packet packet = frame.packet().raw();
    packet.interface_index = index;
    packet.interface_name = name;
    kitchen.runner.packet(packet);
  }
  const auto made = kitchen.close();
  ASSERT_THAT(made, SizeIs(3));
  EXPECT_EQ(made[0]["flow"]["interface"], "eth0");
  EXPECT_EQ(made[1]["flow"]["interface"], "eth7");
  EXPECT_TRUE(made[2]["flow"]["interface"].is_null()) << "names are kept of as many interfaces as a section may have";
}

TEST_F(FlowTest, ReportsPings) {
  kitchen.take(ipv4_frame("c0000201", "c6336402", 1, hex("0800 0000 1234 0001")), start);
  kitchen.take(ipv4_frame("c6336402", "c0000201", 1, hex("0000 0000 1234 0001")), start);
  const frames::Frame ping(ipv4_frame("c0000201", "c6336402", 1, hex("0800 0000 1234 0001")));
  const auto flow = the_flow();
  EXPECT_EQ(flow["protocol"], "icmp");
  EXPECT_EQ(flow["client"]["port"], 0x1234);
  EXPECT_EQ(flow["server"]["packets"], 1);
  EXPECT_EQ(flow["community_id"], ping.packet().community_id());
  EXPECT_TRUE(flow["history"].is_null());
  EXPECT_TRUE(flow["service"].is_null());
}

// Community IDs of ICMP without answers depend on the code.
TEST_F(FlowTest, HasTheCommunityIdThatThePacketHas) {
  for (const std::string_view message : {"0301 0000 00000000", "0b00 0000 00000000", "0900 0000 00000000"}) {
    NetworkKitchen fresh("FlowChef");
    const Buffer bytes = ipv4_frame("c0000201", "c6336402", 1, hex(message));
    fresh.take(bytes, start);
    const auto made = fresh.close();
    ASSERT_THAT(made, SizeIs(1));
    EXPECT_EQ(made[0]["flow"]["community_id"], frames::Frame(bytes).packet().community_id()) << message;
  }
}

TEST_F(FlowTest, SaysWhatBecameOfAConnection) {
  TcpTalk refused(81, 40001);
  kitchen.take(refused.asks(), start);
  kitchen.take(refused.server_resets(), start);
  TcpTalk reset(80, 40002);
  reset.open(kitchen);
  kitchen.take(reset.client_resets(), start + second);
  TcpTalk unanswered(82, 40003);
  kitchen.take(unanswered.asks(), start + 2 * second);
  kitchen.runner.advance(start + 100 * second, start + 100 * second);
  const auto made = kitchen.poke(start + 100 * second);
  ASSERT_THAT(made, SizeIs(3));
  EXPECT_EQ(made[0]["flow"]["state"], "no_answer");
  EXPECT_EQ(made[1]["flow"]["state"], "refused");
  EXPECT_EQ(made[2]["flow"]["state"], "reset");
  TcpTalk open(80, 40004);
  open.open(kitchen, start + 100 * second);
  EXPECT_EQ(the_flow()["state"], "unfinished");
}

TEST_F(FlowTest, CountsWhatWentWrong) {
  TcpTalk talk;
  talk.open(kitchen);
  const Buffer lost = talk.client_says("one");
  const Buffer second_segment = talk.client_says("two");
  kitchen.take(second_segment, start + second);
  kitchen.take(lost, start + second);
  kitchen.take(second_segment, start + second);
  const auto tcp = the_flow()["tcp"];
  EXPECT_EQ(tcp["out_of_order"]["client"], 1);
  EXPECT_EQ(tcp["retransmitted"]["client"], 1);
  EXPECT_EQ(tcp["retransmitted"]["server"], 0);
}

TEST_F(FlowTest, HasTheVlansAndTheTunnel) {
  const Buffer inner = ipv4_frame("0a000001", "0a000002", 17, frames::udp(3000, 2000, text("x")));
  const Buffer outer =
      ipv4_frame("c0000201", "c6336402", 17, frames::udp(5000, 4789, hex("08000000 00002a00") + inner));
  const Buffer tagged =
      Buffer(outer.begin(), outer.begin() + 12) + hex("8100 0064 8100 00c8") + Buffer(outer.begin() + 12, outer.end());
  kitchen.take(tagged, start);
  const auto flow = the_flow();
  EXPECT_EQ(flow["client"]["ip"], "10.0.0.1");
  EXPECT_EQ(flow["vlan"].dump(), "[100,200]");
  EXPECT_EQ(flow["tunnel"].dump(), R"({"kind":"vxlan","id":42,"client":"192.0.2.1","server":"198.51.100.2"})");
}

TEST_F(FlowTest, NamesTunnelsWithoutNumber) {
  const Buffer inner = frames::ipv4(17, frames::udp(3000, 2000, text("x")));
  kitchen.take(ipv4_frame("cb007101", "cb007102", 4, inner), start);
  EXPECT_EQ(the_flow()["tunnel"].dump(),
            R"({"kind":"ip_in_ip","id":null,"client":"203.0.113.1","server":"203.0.113.2"})");
}

TEST_F(FlowTest, NamesTheServiceOfADatagramInFragments) {
  const Buffer datagram = frames::udp(40000, 9999, text("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n"));
  const auto middle = datagram.begin() + 16;
  kitchen.take(frames::ether(0x0800, frames::ipv4(17, Buffer(datagram.begin(), middle), {.fragment = 0x2000})), start);
  kitchen.take(frames::ether(0x0800, frames::ipv4(17, Buffer(middle, datagram.end()), {.fragment = 2})), start);
  const auto flow = the_flow();
  EXPECT_EQ(flow["service"], "ssdp");
  EXPECT_EQ(flow["client"]["packets"], 2);
}

TEST_F(FlowTest, WritesNamesThatAreNotUtf8) {
  TcpTalk talk;
  talk.open(kitchen);
  kitchen.take(talk.client_says(text("GET / HTTP/1.1\r\nHost: a\xff\"\\\x01.example\r\n\r\n")), start + second);
  EXPECT_EQ(the_flow()["server_name"], "a\xEF\xBF\xBD\"\\\x01.example");
}

struct EveryTenSeconds : FlowTest {
  EveryTenSeconds() : FlowTest({"every=10"}) {}
  // Says something and pokes, as many seconds after the start. Returns what was made.
  Payloads poke_at(TcpTalk& talk, std::int64_t seconds) {
    kitchen.take(talk.client_says("x"), start + seconds * second);
    return kitchen.poke(start + seconds * second);
  }
};

TEST_F(EveryTenSeconds, ReportsALongConnectionInBetween) {
  TcpTalk talk;
  talk.open(kitchen);
  EXPECT_THAT(poke_at(talk, 5), IsEmpty());
  const auto first = poke_at(talk, 10);
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0]["flow"]["state"], "open");
  EXPECT_EQ(first[0]["flow"]["client"]["packets"], 4);
  EXPECT_EQ(first[0]["flow"]["duration"], 10.0);
  EXPECT_THAT(poke_at(talk, 15), IsEmpty());
  const auto next = poke_at(talk, 21);
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_EQ(next[0]["flow"]["client"]["packets"], 6) << "from the connection's beginning on";
  EXPECT_THAT(kitchen.poke(start + 40 * second), IsEmpty()) << "as it had no packets";
  EXPECT_EQ(the_flow()["state"], "unfinished");
}

TEST_F(EveryTenSeconds, ReportsWhatEndedOnce) {
  TcpTalk talk;
  talk.open(kitchen);
  kitchen.take(talk.client_resets(), start + 20 * second);
  EXPECT_THAT(kitchen.poke(start + 20 * second), IsEmpty());
  EXPECT_EQ(the_flow()["state"], "reset");
}

struct NeverInBetween : FlowTest {
  NeverInBetween() : FlowTest({"every=0"}) {}
};

TEST_F(NeverInBetween, ReportsALongConnectionAtItsEndOnly) {
  TcpTalk talk;
  talk.open(kitchen);
  for (std::int64_t i = 1; i < 100; ++i) {
    kitchen.take(talk.client_says("x"), start + 100 * i * second);
    EXPECT_THAT(kitchen.poke(start + 100 * i * second), IsEmpty());
  }
  EXPECT_EQ(the_flow()["state"], "unfinished");
}

TEST_F(FlowTest, WritesPayloadsWhateverTheBytesAre) {
  const Buffer first = text("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
  std::size_t port = 1024;
  streams::for_each_change(first, [&](Bytes bytes) {
    if (++port > 2000) return;
    TcpTalk talk(80, port);
    kitchen.take(talk.client_says(Buffer(bytes.begin(), bytes.end())), start);
    kitchen.take(UdpTalk{.client_port = port}.by_client(Buffer(bytes.begin(), bytes.end())), start);
  });
  EXPECT_THAT(kitchen.close(), SizeIs(2 * (2000 - 1024)));
  EXPECT_EQ(kitchen.log.text().find("ailed"), std::string::npos);
}

}  // namespace
}  // namespace netdumplings::chefs::network
