// TcpHealthChef's payloads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "chefs/network/network_kitchen.hpp"

namespace netdumplings::chefs::network {
namespace {

using frames::hex;
using frames::operator+;  // NOLINT(misc-unused-using-decls): clang-tidy 14 doesn't see that it is used
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct TcpHealthTest : ::testing::Test {
  explicit TcpHealthTest(const std::vector<std::string>& options = {}) : kitchen("TcpHealthChef", options) {}

  nlohmann::ordered_json poke(std::int64_t seconds) {
    kitchen.runner.advance(start + seconds * second, start + seconds * second);
    const auto made = kitchen.poke(start + seconds * second);
    EXPECT_THAT(made, SizeIs(1));
    return made.empty() ? nlohmann::ordered_json() : made[0]["tcp_health"];
  }
  /// Opens a connection whose handshake takes as long.
  void shake_hands(std::size_t client_port, std::int64_t milliseconds) {
    TcpTalk talk(80, client_port);
    kitchen.take(talk.asks(), start);
    kitchen.take(talk.accepts(), start);
    kitchen.take(talk.confirms(), start + milliseconds * millisecond);
  }

  NetworkKitchen kitchen;
};

TEST_F(TcpHealthTest, SaysHowConnectionsWent) {
  TcpTalk talk;
  talk.open(kitchen);
  EXPECT_EQ(poke(5).dump(),
            R"([{"server":"198.51.100.2","port":80,"connections":1,"refused":0,"reset":0,"no_answer":0,)"
            R"("handshake":{"p50":0.002,"p95":0.002,"max":0.002},"retransmitted":0,"zero_windows":0}])");
  kitchen.take(talk.client_says("x"), start + 6 * second);
  EXPECT_EQ(poke(10).dump(),
            R"([{"server":"198.51.100.2","port":80,"connections":0,"refused":0,"reset":0,"no_answer":0,)"
            R"("handshake":{"p50":null,"p95":null,"max":null},"retransmitted":0,"zero_windows":0}])");
  EXPECT_THAT(poke(15), IsEmpty()) << "nothing happened";
  EXPECT_THAT(kitchen.close(), IsEmpty());
}

TEST_F(TcpHealthTest, CountsEachFailureOnce) {
  TcpTalk refused(80, 40001);
  kitchen.take(refused.asks(), start);
  kitchen.take(refused.server_resets(), start);
  TcpTalk reset(80, 40002);
  reset.open(kitchen);
  kitchen.take(reset.server_resets(), start + second);
  TcpTalk unanswered(80, 40003);
  kitchen.take(unanswered.asks(), start + second);
  const auto first = poke(3);
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0]["connections"], 3);
  EXPECT_EQ(first[0]["refused"], 1);
  EXPECT_EQ(first[0]["reset"], 1);
  EXPECT_EQ(first[0]["no_answer"], 0) << "it may still come";
  const auto next = poke(100);
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_EQ(next[0]["connections"], 0);
  EXPECT_EQ(next[0]["refused"], 0);
  EXPECT_EQ(next[0]["reset"], 0);
  EXPECT_EQ(next[0]["no_answer"], 1);
}

TEST_F(TcpHealthTest, HasQuantilesOfTheHandshakes) {
  for (std::size_t i = 1; i <= 100; ++i) shake_hands(40000 + i, static_cast<std::int64_t>(i));
  const auto health = poke(5)[0];
  EXPECT_EQ(health["connections"], 100);
  EXPECT_EQ(health["handshake"]["p50"], 0.05);
  EXPECT_EQ(health["handshake"]["p95"], 0.095);
  EXPECT_EQ(health["handshake"]["max"], 0.1);
}

TEST_F(TcpHealthTest, SaysWhichShareWasSentAgain) {
  TcpTalk talk;
  talk.open(kitchen);
  poke(5);
  const Buffer segment = talk.client_says(std::string(60, 'x'));
  kitchen.take(segment, start + 6 * second);
  kitchen.take(segment, start + 7 * second);
  EXPECT_EQ(poke(10)[0]["retransmitted"], 0.3) << "60 of 200 bytes";
  kitchen.take(talk.client_says("x"), start + 11 * second);
  EXPECT_EQ(poke(15)[0]["retransmitted"], 0);
}

TEST_F(TcpHealthTest, CountsZeroWindows) {
  TcpTalk talk;
  talk.open(kitchen);
  Buffer full = talk.server_hears();
  full[14 + 20 + 14] = full[14 + 20 + 15] = 0;
  kitchen.take(full, start + second);
  EXPECT_EQ(poke(5)[0]["zero_windows"], 1);
}

TEST_F(TcpHealthTest, DoesNotCountConnectionsWhoseBeginningItMissed) {
  TcpTalk talk;
  talk.asks();
  kitchen.take(talk.client_says("x"), start);
  EXPECT_EQ(poke(5)[0]["connections"], 0);
}

TEST_F(TcpHealthTest, LeavesOutOtherProtocols) {
  kitchen.take(UdpTalk().by_client(frames::text("x")), start);
  kitchen.take(ipv4_frame("c0000201", "c6336402", 1, hex("0800 0000 1234 0001")), start);
  EXPECT_THAT(poke(5), IsEmpty());
}

TEST_F(TcpHealthTest, ReportsTheBusiestServersFirst) {
  TcpTalk quiet(81, 40001);
  quiet.open(kitchen);
  TcpTalk busy(82, 40002);
  busy.open(kitchen);
  for (int i = 0; i < 20; ++i) kitchen.take(busy.client_says("x"), start + second);
  TcpTalk failing(83, 40003);
  kitchen.take(failing.asks(), start);
  kitchen.take(failing.server_resets(), start);
  const auto health = poke(5);
  ASSERT_THAT(health, SizeIs(3));
  EXPECT_EQ(health[0]["port"], 82);
  EXPECT_EQ(health[1]["port"], 83) << "a refused connection counts for ten packets";
  EXPECT_EQ(health[2]["port"], 81);
}

struct OneServer : TcpHealthTest {
  OneServer() : TcpHealthTest({"count=1"}) {}
};

TEST_F(OneServer, ReportsAsManyAsItIsAskedFor) {
  for (std::size_t port = 1000; port < 1010; ++port) kitchen.take(TcpTalk(port).asks(), start);
  const auto health = poke(5);
  ASSERT_THAT(health, SizeIs(1));
  EXPECT_EQ(health[0]["port"], 1000) << "equal ones are in the order of their ports";
}

TEST_F(OneServer, KeepsTheBusiestAmongAnyNumberOfPorts) {
  TcpTalk busy(443);
  busy.open(kitchen);
  for (std::size_t port = 1000; port < 11'000; ++port) {
    kitchen.take(TcpTalk(port).asks(), start);
    if (port % 100 == 0) kitchen.take(busy.client_says("x"), start);
  }
  EXPECT_EQ(poke(5)[0]["port"], 443);
}

}  // namespace
}  // namespace netdumplings::chefs::network
