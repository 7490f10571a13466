// TalkersChef's payloads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "chefs/network/network_kitchen.hpp"

namespace netdumplings::chefs::network {
namespace {

using frames::hex;
using frames::text;
using frames::u32;
using frames::operator+;  // NOLINT(misc-unused-using-decls): clang-tidy 14 doesn't see that it is used
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct TalkersTest : ::testing::Test {
  explicit TalkersTest(const std::vector<std::string>& options = {}) : kitchen("TalkersChef", options) {}

  nlohmann::ordered_json poke(std::int64_t seconds) {
    const auto made = kitchen.poke(start + seconds * second);
    EXPECT_THAT(made, SizeIs(1));
    return made.empty() ? nlohmann::ordered_json() : made[0];
  }
  /// Sends a datagram with this many bytes of IP.
  void send(const std::string& from, const std::string& to, std::size_t bytes, std::size_t port = 53) {
    kitchen.take(ipv4_frame(from, to, 17, frames::udp(40000, port, Buffer(bytes - 28, 'x'))), start);
  }

  NetworkKitchen kitchen;
};

TEST_F(TalkersTest, SumsUpWhatWasSaidSinceTheLastPoke) {
  const UdpTalk talk;
  kitchen.take(talk.by_client(text("0123456789")), start);
  kitchen.take(talk.by_server(text("01234567890123456789")), start);
  EXPECT_EQ(poke(5).dump(), R"({"talkers":{"hosts":[{"ip":"192.0.2.1","sent":38,"received":48,"packets":2},)"
                            R"({"ip":"198.51.100.2","sent":48,"received":38,"packets":2}],)"
                            R"("pairs":[{"a":"192.0.2.1","b":"198.51.100.2","bytes":86,"packets":2}],)"
                            R"("services":[{"protocol":"udp","port":53,"bytes":86,"connections":1}],"vlans":[]}})");
  kitchen.take(talk.by_client(text("0123456789")), start + 6 * second);
  const auto next = poke(10)["talkers"];
  EXPECT_EQ(next["hosts"][0]["sent"], 38) << "what was reported isn't reported again";
  EXPECT_EQ(next["services"][0]["connections"], 1);
}

TEST_F(TalkersTest, ReportsThatNobodyTalked) {
  EXPECT_EQ(poke(0).dump(), R"({"talkers":{"hosts":[],"pairs":[],"services":[],"vlans":[]}})");
}

TEST_F(TalkersTest, CountsConnectionsThatEndedBeforeThePoke) {
  const UdpTalk talk;
  kitchen.take(talk.by_client(text("x")), start);
  kitchen.runner.advance(start + 100 * second, start + 100 * second);
  const auto talkers = poke(100)["talkers"];
  EXPECT_EQ(talkers["pairs"][0]["bytes"], 29);
  EXPECT_EQ(talkers["services"][0]["connections"], 1);
}

TEST_F(TalkersTest, CountsNothingForTheEndOfAConnection) {
  kitchen.take(UdpTalk().by_client(text("x")), start);
  poke(5);
  kitchen.runner.advance(start + 100 * second, start + 100 * second);
  EXPECT_THAT(poke(100)["talkers"]["services"], IsEmpty());
  EXPECT_THAT(kitchen.close(), IsEmpty());
}

TEST_F(TalkersTest, OrdersEqualOnesByTheirAddresses) {
  for (const auto* host : {"0a000009", "0a000003", "0a000007", "0a000001"}) send(host, "0a0000ff", 100);
  const auto talkers = poke(5)["talkers"];
  EXPECT_EQ(talkers["hosts"][0]["ip"], "10.0.0.255");
  EXPECT_EQ(talkers["hosts"][1]["ip"], "10.0.0.1");
  EXPECT_EQ(talkers["hosts"][4]["ip"], "10.0.0.9");
  EXPECT_EQ(talkers["pairs"][0]["a"], "10.0.0.1");
  EXPECT_EQ(talkers["pairs"][3]["a"], "10.0.0.9");
}

TEST_F(TalkersTest, CountsOnePairForBothWays) {
  send("0a000002", "0a000001", 100, 80);
  send("0a000001", "0a000002", 50, 81);
  const auto talkers = poke(5)["talkers"];
  ASSERT_THAT(talkers["pairs"], SizeIs(1));
  EXPECT_EQ(talkers["pairs"][0].dump(), R"({"a":"10.0.0.1","b":"10.0.0.2","bytes":150,"packets":2})");
}

TEST_F(TalkersTest, CountsWhatAHostSaysToItselfOnce) {
  send("0a000001", "0a000001", 100);
  const auto hosts = poke(5)["talkers"]["hosts"];
  ASSERT_THAT(hosts, SizeIs(1));
  EXPECT_EQ(hosts[0].dump(), R"({"ip":"10.0.0.1","sent":100,"received":0,"packets":1})");
}

TEST_F(TalkersTest, NamesIcmpWithoutPorts) {
  for (const auto* id : {"1234", "4321"}) {
    kitchen.take(ipv4_frame("c0000201", "c6336402", 1, hex("0800 0000") + hex(id) + hex("0001")), start);
  }
  const auto services = poke(5)["talkers"]["services"];
  ASSERT_THAT(services, SizeIs(1));
  EXPECT_EQ(services[0].dump(), R"({"protocol":"icmp","port":null,"bytes":56,"connections":2})");
}

TEST_F(TalkersTest, CountsTheOutermostVlan) {
  const Buffer frame = UdpTalk().by_client(text("x"));
  const auto tagged = [&](const Buffer& tags) {
    return Buffer(frame.begin(), frame.begin() + 12) + tags + Buffer(frame.begin() + 12, frame.end());
  };
  kitchen.take(tagged(hex("8100 0064 8100 00c8")), start);
  EXPECT_EQ(poke(5)["talkers"]["vlans"].dump(), R"([{"id":100,"bytes":29,"packets":1}])");
}

struct TopTwo : TalkersTest {
  TopTwo() : TalkersTest({"count=2"}) {}
};

TEST_F(TopTwo, ReportsAsManyAsItIsAskedFor) {
  for (std::size_t i = 1; i <= 9; ++i) send("0a00000" + std::to_string(i), "0a0000ff", 100 * i, 1000 + i);
  const auto talkers = poke(5)["talkers"];
  ASSERT_THAT(talkers["hosts"], SizeIs(2));
  EXPECT_EQ(talkers["hosts"][1]["ip"], "10.0.0.9");
  ASSERT_THAT(talkers["services"], SizeIs(2));
  EXPECT_EQ(talkers["services"][0]["port"], 1009);
  EXPECT_THAT(talkers["pairs"], SizeIs(2));
}

TEST_F(TopTwo, KeepsTheGreatestAmongAnyNumberOfHosts) {
  for (std::size_t i = 0; i < 67'000; ++i) {
    const Buffer frame = frames::ether(0x0800, hex("4500001d 00010000 40110000") + u32(0x0a000000 + i) +
                                                   hex("c6336402") + frames::udp(7, 9, text("x")));
    kitchen.take(frame, start);
    if (i % 1000 == 0) send("c0000201", "c6336402", 1400);
  }
  const auto talkers = poke(5)["talkers"];
  EXPECT_EQ(talkers["hosts"][1]["ip"], "192.0.2.1");
  EXPECT_EQ(talkers["hosts"][1]["sent"], 67 * 1400);
  EXPECT_EQ(talkers["pairs"][0]["a"], "192.0.2.1");
}

}  // namespace
}  // namespace netdumplings::chefs::network
