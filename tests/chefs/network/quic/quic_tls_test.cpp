// TlsChef's payloads, of QUIC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "chefs/network/network_kitchen.hpp"
#include "chefs/network/tls/hellos.hpp"

namespace netdumplings::chefs::network {
namespace {

using namespace hellos;  // NOLINT(google-build-using-namespace)
using Payloads = NetworkKitchen::Payloads;

struct QuicTlsTest : ::testing::Test {
  Payloads client(const Buffer& datagram, std::int64_t after = 0) {
    return kitchen.take(talk.by_client(datagram), start + after);
  }
  Payloads server(const Buffer& datagram, std::int64_t after = second) {
    return kitchen.take(talk.by_server(datagram), start + after);
  }
  /// Expects the server's hello to complete a dumpling, and returns it.
  nlohmann::ordered_json answered(std::uint64_t number = 0) {
    const auto made = server(initials.by_server(number, crypto_frame(0, server_hello)));
    EXPECT_EQ(made.size(), 1u);
    return made.empty() ? nlohmann::ordered_json() : made[0]["tls"];
  }

  NetworkKitchen kitchen{"TlsChef"};
  UdpTalk talk{.server_port = 443};
  Initials initials;
  Buffer client_hello = ClientHello{.suites = listed({0x1301}),
                                    .extensions = server_name("a.example") + protocols({"h3"}) + versions({0x0304})}
                            .message();
  Buffer server_hello = ServerHello{}.message();
};

TEST_F(QuicTlsTest, ReportsAHandshakeWhenBothHellosWereSeen) {
  EXPECT_TRUE(client(initials.by_client(0, crypto_frame(0, client_hello))).empty());
  const auto made = answered();
  EXPECT_EQ(made.dump(), R"({"when":1600000000.0,"transport":"quic",)"
                         R"("client":{"ip":"192.0.2.1","port":40000},"server":{"ip":"198.51.100.2","port":443},)"
                         R"("server_name":"a.example","alpn":["h3"],"alpn_chosen":null,)"
                         R"("version":"TLS 1.3","cipher":"TLS_AES_128_GCM_SHA256","resumed":false,)"
                         R"("ja3":"9cd3a3df22ead6ac1977bf836d6ea964","ja4":"q13d0103h3_0f2cb44170f4_b9a491fefe05"})");
  EXPECT_TRUE(kitchen.close().empty()) << "once";
}

TEST_F(QuicTlsTest, ReportsTheClientAloneAtTheEnd) {
  client(initials.by_client(0, crypto_frame(0, client_hello)));
  const auto made = kitchen.close();
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["tls"]["server_name"], "a.example");
  EXPECT_TRUE(made[0]["tls"]["version"].is_null());
}

TEST_F(QuicTlsTest, FindsAHelloThatIsScatteredOverFramesAndDatagrams) {
  client(
      initials.by_client(1, crypto_frame(client_hello, 40, 60) + hex("01 00 00") + crypto_frame(client_hello, 5, 20)));
  client(initials.by_client(0, crypto_frame(client_hello, 60, 1000) + crypto_frame(client_hello, 20, 40)));
  client(initials.by_client(2, crypto_frame(client_hello, 0, 7)), 5 * millisecond);
  EXPECT_EQ(answered()["when"], 1'600'000'000.005) << "when it was whole";
}

TEST_F(QuicTlsTest, FindsHellosOnAnyPort) {
  talk.server_port = 12'345;
  client(initials.by_client(0, crypto_frame(0, client_hello)));
  EXPECT_EQ(answered()["server"]["port"], 12'345);
}

TEST_F(QuicTlsTest, FindsAHelloInFragments) {
  const Buffer datagram = frames::udp(40'000, 443, initials.by_client(0, crypto_frame(0, client_hello)));
  const auto fragment = [&](std::size_t begin, std::size_t end, std::size_t field) {
    const auto at = datagram.begin();
    const Buffer piece(at + static_cast<std::ptrdiff_t>(begin), at + static_cast<std::ptrdiff_t>(end));
    return frames::ether(0x0800, frames::ipv4(17, piece, {.fragment = field}));
  };
  kitchen.take(fragment(0, 800, 0x2000), start);
  kitchen.take(fragment(800, datagram.size(), 100), start);
  EXPECT_EQ(answered()["server_name"], "a.example");
}

TEST_F(QuicTlsTest, PassesOverAHelloRetryRequest) {
  client(initials.by_client(0, crypto_frame(0, client_hello)));
  const Buffer retry = ServerHello{.random = hex(retry_random), .suite = 0x1302}.message();
  EXPECT_TRUE(server(initials.by_server(0, crypto_frame(0, retry))).empty());
  client(initials.by_client(1, crypto_frame(client_hello.size(), client_hello)));
  const auto made = server(initials.by_server(1, crypto_frame(retry.size(), server_hello)));
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["tls"]["cipher"], "TLS_AES_128_GCM_SHA256");
}

TEST_F(QuicTlsTest, FollowsARetry) {
  client(initials.by_client(0, crypto_frame(0, client_hello)));
  server(initials.retry());
  initials.first = initials.destination = initials.server;
  client(initials.by_client(1, crypto_frame(0, client_hello)), 3 * second);
  EXPECT_EQ(answered()["when"], 1'600'000'000.0) << "the first hello's";
  EXPECT_TRUE(kitchen.close().empty());
}

TEST_F(QuicTlsTest, ReportsEachConnectionBetweenTheSamePorts) {
  for (std::size_t i = 0; i < 50; ++i) {
    initials.first = initials.destination = hex("00112233445566") + u8(i);
    client(initials.by_client(0, crypto_frame(0, client_hello)));
    EXPECT_EQ(answered()["server_name"], "a.example") << i;
    client(initials.by_client(1, hex("02 00 00 00 00")));
  }
  EXPECT_TRUE(kitchen.close().empty());
}

TEST_F(QuicTlsTest, ReportsAClientThatGaveUpWhenItTriesAgain) {
  client(initials.by_client(0, crypto_frame(0, client_hello)));
  initials.first = initials.destination = hex("0011223344556677");
  const auto made = client(initials.by_client(0, crypto_frame(0, client_hello)), second);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["tls"]["when"], 1'600'000'000.0);
  EXPECT_TRUE(made[0]["tls"]["version"].is_null());
  EXPECT_EQ(answered()["when"], 1'600'000'001.0);
}

TEST_F(QuicTlsTest, ReportsTheNameInAHelloThatIsCutOff) {
  client(initials.by_client(0, crypto_frame(client_hello, 0, client_hello.size() - 3)));
  const auto made = kitchen.close();
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["tls"]["transport"], "quic");
  EXPECT_EQ(made[0]["tls"]["server_name"], "a.example");
  EXPECT_TRUE(made[0]["tls"]["ja4"].is_null());
}

TEST_F(QuicTlsTest, IgnoresIcmpErrorsAboutIt) {
  const Buffer datagram = initials.by_client(0, crypto_frame(0, client_hello));
  const Buffer packet = talk.by_client(datagram);
  const Buffer quoted(packet.begin() + 14, packet.end());
  client(datagram);
  kitchen.take(ipv4_frame("c6336402", "c0000201", 1, hex("0303 0000 00000000") + quoted), start + second);
  EXPECT_EQ(kitchen.close().size(), 1u);
}

TEST_F(QuicTlsTest, OtherDatagramsAreNoQuic) {
  client(frames::example_query());
  client(hex("c0 00000001 08 0011223344556677"));
  client(hex("40 0011223344556677") + frames::filler(1200));
  client(initials.by_client(0, crypto_frame(0, text("no hello"))));
  EXPECT_TRUE(kitchen.close().empty());
}

TEST_F(QuicTlsTest, HoldsOutWhenEverythingIsGarbage) {
  Buffer garbage = initials.by_client(0, crypto_frame(0, client_hello));
  std::mt19937 random(5);
  for (int i = 0; i < 20'000; ++i) {
    garbage[6 + random() % 8] = static_cast<std::uint8_t>(random());  // another name each
    EXPECT_TRUE(client(garbage, i * millisecond).empty());
  }
  EXPECT_TRUE(kitchen.close().empty());
  EXPECT_THAT(kitchen.log.text(), ::testing::Not(::testing::HasSubstr("Error")));
}

TEST_F(QuicTlsTest, SurvivesAnyFrames) {
  std::mt19937 random(13);
  std::size_t made = 0;
  for (std::size_t round = 0; round < 2000; ++round) {
    talk.client_port = 10'000 + round;
    Buffer from_client =
        hex("02 07 00 00 01 01") + crypto_frame(client_hello, 40, 1000) + crypto_frame(client_hello, 0, 40);
    Buffer from_server = hex("02 00 00 00 00") + crypto_frame(0, server_hello);
    for (Buffer* each : {&from_client, &from_server}) {
      for (unsigned changes = random() % 4; changes > 0; --changes)
        (*each)[random() % each->size()] = static_cast<std::uint8_t>(random());
    }
    made += client(initials.by_client(0, from_client)).size();
    made += server(initials.by_server(0, from_server)).size();
  }
  made += kitchen.close().size();
  EXPECT_GT(made, 500u);
  EXPECT_THAT(kitchen.log.text(), ::testing::Not(::testing::HasSubstr("Error")));
}

}  // namespace
}  // namespace netdumplings::chefs::network
