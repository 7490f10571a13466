// The beginning of QUIC connections: Retry, other versions, several connections between the same ports, and limits.
#include "network/quic/quic_handshake.hpp"

#include <gtest/gtest.h>

#include "chefs/network/tls/hellos.hpp"
#include "packet/streams.hpp"

namespace netdumplings::chefs::network {
namespace {

using namespace hellos;  // NOLINT(google-build-using-namespace)

class QuicHandshakeTest : public ::testing::Test {
 protected:
  bool client(const Buffer& datagram) { return handshake.take(tools, datagram, Side::client); }
  bool server(const Buffer& datagram) { return handshake.take(tools, datagram, Side::server); }
  [[nodiscard]] std::string said(Side role) const { return std::string(streams::text_of(handshake.said(role))); }

  BytePool pool{1'000'000};
  QuicTools tools{pool};
  QuicHandshake handshake;
  Initials initials;
};

TEST_F(QuicHandshakeTest, ReadsWhatBothSidesSay) {
  EXPECT_FALSE(client(initials.by_client(0, crypto_frame(0, text("client")))));
  EXPECT_EQ(said(Side::client), "client");
  server(initials.by_server(0, hex("02 00 00 00 00") + crypto_frame(0, text("server"))));
  EXPECT_EQ(said(Side::server), "server");
}

TEST_F(QuicHandshakeTest, ReadsAllPacketsOfADatagram) {
  initials.least_frames = 30;
  client(initials.by_client(0, crypto_frame(6, text(" more"))) + hex("d0 00000001 01aa 01bb 01 00") +
         initials.by_client(1, crypto_frame(0, text("client"))) + hex("00 00 00"));
  EXPECT_EQ(said(Side::client), "client more");
}

TEST_F(QuicHandshakeTest, ReadsVersion2AndAChangeOfVersion) {
  initials.version = quic_v2;
  client(initials.by_client(0, crypto_frame(0, text("client"))));
  EXPECT_EQ(said(Side::client), "client");
  initials.version = quic_v1;
  server(initials.by_server(0, crypto_frame(0, text("server"))));
  EXPECT_EQ(said(Side::server), "server");
}

TEST_F(QuicHandshakeTest, OnlyTheFirstPacketNeedsTheFixedBit) {
  initials.with_fixed_bit = false;
  client(initials.by_client(0, crypto_frame(0, text("client"))));
  EXPECT_EQ(said(Side::client), "");
  initials.with_fixed_bit = true;
  client(initials.by_client(0, crypto_frame(0, text("client"))));
  initials.with_fixed_bit = false;
  server(initials.by_server(0, crypto_frame(0, text("server"))));
  EXPECT_EQ(said(Side::server), "server");
}

TEST_F(QuicHandshakeTest, KnowsTheClientByItsFirstPacket) {
  EXPECT_FALSE(handshake.take(tools, initials.by_client(0, crypto_frame(0, text("client"))), Side::server));
  EXPECT_EQ(said(Side::client), "client");
  handshake.take(tools, initials.by_server(0, crypto_frame(0, text("server"))), Side::client);
  EXPECT_EQ(said(Side::server), "server");
}

TEST_F(QuicHandshakeTest, FollowsTheClientToTheNameThatTheServerChose) {
  client(initials.by_client(0, crypto_frame(0, text("one"))));
  server(initials.by_server(0, crypto_frame(0, text("server"))));
  initials.destination = initials.server;
  EXPECT_FALSE(client(initials.by_client(1, crypto_frame(3, text("two")))));
  EXPECT_EQ(said(Side::client), "onetwo");
}

TEST_F(QuicHandshakeTest, FollowsARetry) {
  client(initials.by_client(0, crypto_frame(0, text("cli"))));
  server(initials.retry());
  initials.first = initials.destination = initials.server;
  initials.token = text("token");
  EXPECT_FALSE(client(initials.by_client(1, crypto_frame(0, text("client")))));
  EXPECT_EQ(said(Side::client), "client");
  initials.server = hex("0505050505050505");
  server(initials.by_server(0, crypto_frame(0, text("server"))));
  EXPECT_EQ(said(Side::server), "server");
}

TEST_F(QuicHandshakeTest, FollowsARetryAfterTheHello) {
  client(initials.by_client(0, crypto_frame(0, text("client"))));
  handshake.end(Side::client, true);
  server(initials.retry());
  initials.first = initials.destination = initials.server;
  EXPECT_FALSE(client(initials.by_client(1, crypto_frame(0, text("client")))));
  EXPECT_EQ(said(Side::client), "");
  server(initials.by_server(0, crypto_frame(0, text("server"))));
  EXPECT_EQ(said(Side::server), "server");
}

TEST_F(QuicHandshakeTest, SeesAnotherConnectionBetweenTheSamePorts) {
  client(initials.by_client(7, crypto_frame(0, text("client"))));
  server(initials.by_server(3, crypto_frame(0, text("server"))));
  handshake.end(Side::client, true);
  handshake.end(Side::server, true);
  for (int i = 0; i < 100; ++i) {
    Initials other;
    other.first = other.destination = hex("00112233445566") + u8(static_cast<std::size_t>(i));
    EXPECT_TRUE(client(other.by_client(0, crypto_frame(0, text("again"))))) << i;
    EXPECT_EQ(said(Side::client), "again");
    EXPECT_EQ(said(Side::server), "");
    server(other.by_server(0, crypto_frame(0, text("yes"))));
    EXPECT_EQ(said(Side::server), "yes");
    handshake.end(Side::client, true);
  }
}

TEST_F(QuicHandshakeTest, GivesUpAfterGarbage) {
  Buffer garbage = initials.by_client(0, crypto_frame(0, text("client")));
  garbage.back() ^= 1;
  for (int i = 0; i < QuicHandshake::most_failures; ++i) client(garbage);
  client(initials.by_client(0, crypto_frame(0, text("client"))));
  EXPECT_EQ(said(Side::client), "");
}

TEST_F(QuicHandshakeTest, GivesUpAfterConnectionsWithoutAHello) {
  bool has_begun = false;
  for (int i = 0; i <= QuicHandshake::most_failures; ++i) {
    Initials other;
    other.first = other.destination = hex("00112233445566") + u8(static_cast<std::size_t>(i));
    has_begun = client(other.by_client(0, crypto_frame(1, text("never whole"))));
    handshake.end(Side::client, false);
  }
  EXPECT_FALSE(has_begun);
}

TEST_F(QuicHandshakeTest, TriesOnlySomePacketsOfAHandshake) {
  client(initials.by_client(0, crypto_frame(1, text("x"))));
  for (std::uint64_t i = 1; i < QuicHandshake::most_tries; ++i) client(initials.by_client(i, hex("01")));
  client(initials.by_client(200, crypto_frame(0, text("client"))));
  EXPECT_EQ(said(Side::client), "");
}

TEST_F(QuicHandshakeTest, OtherDatagramsBeginNone) {
  const Buffer initial = initials.by_client(0, crypto_frame(0, text("client")));
  EXPECT_TRUE(QuicHandshake::may_begin_with(initial));
  streams::for_each_prefix(initial, [](Bytes part) { EXPECT_FALSE(QuicHandshake::may_begin_with(part)); });
  Buffer other = initial;
  other[1] = 0xff;  // a draft's version
  EXPECT_FALSE(QuicHandshake::may_begin_with(other));
  initials.destination = hex("0102");
  EXPECT_FALSE(QuicHandshake::may_begin_with(initials.by_client(0, {}))) << "such a name is too short to be the first";
}

TEST_F(QuicHandshakeTest, SurvivesAnyBytes) {
  const Buffer talk = initials.by_client(0, crypto_frame(0, text("client")));
  streams::for_each_change(talk, [&](Bytes datagram) {
    QuicHandshake own;
    own.take(tools, datagram, Side::client);
    own.take(tools, talk, Side::client);
    own.take(tools, datagram, Side::server);
  });
}

}  // namespace
}  // namespace netdumplings::chefs::network
