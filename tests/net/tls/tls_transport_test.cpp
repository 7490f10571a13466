#include "net/tls/tls_transport_impl.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "net/row_of_frames.hpp"
#include "net/send/frame_sender.hpp"
#include "net/tls/tls_ends_impl.hpp"
#include "net/tls_peer.hpp"

namespace netdumplings::net {
namespace {

using test::Row;
using test::server_frame;
using test::TlsPeer;
using test::Wire;
using ::testing::HasSubstr;
using Handshake = TlsTransport::Handshake;

constexpr std::size_t record = 16384;

class TlsTransportTest : public testing::Test {
 protected:
  // Both sides' steps in turn, until neither gets on.
  static Handshake agree(TlsTransport& server, TlsPeer& client) {
    for (int i = 0; i < 100000; ++i) {
      const bool done = client.connect();
      const Handshake step = server.shake_hands();
      if (step == Handshake::failed || (done && step == Handshake::done)) return step;
    }
    return Handshake::wants_input;
  }
  TlsContext context() { return files_.server()->current(); }

  test::PairInFolder files_;
};

TEST_F(TlsTransportTest, AHandshakeOfSingleBytesSucceeds) {
  Wire wire(1, 1);
  TlsTransport server(server_end(context()), wire);
  TlsPeer client(wire);
  ASSERT_EQ(agree(server, client), Handshake::done);
  client.send("good day");
  std::array<char, 100> room{};
  const IoResult got = server.read(room);
  EXPECT_EQ(std::string(room.data(), got.bytes), "good day");
}

TEST_F(TlsTransportTest, NoFrameIsTornHoweverLittleThePeerTakes) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Wire wire(seed, 1 + seed * 40);
    TlsTransport server(server_end(context()), wire);
    TlsPeer client(wire);
    ASSERT_EQ(agree(server, client), Handshake::done);
    CutFrameBudget budget(1 << 20);
    FrameSender sender(server, budget);
    Row row;
    sender.set_source(&row);
    std::string got;
    for (std::size_t i = 0; i < 200; ++i) {
      row.add(std::string(i * 371 % 30000, 'x'));
      if (i % 10 == 0) sender.queue_control(server_frame(Opcode::pong, "pong"), false);
      sender.flush();
      got += client.receive();
    }
    while (sender.flush() != FrameSender::State::idle) got += client.receive();
    const test::Sent sent = test::read_sent(got + client.receive());
    EXPECT_EQ(sent.data, 200U);
    EXPECT_EQ(sent.control, 20U);
    EXPECT_EQ(row.whole, 200U);
  }
}

TEST_F(TlsTransportTest, WhatWasTakenIsSentWhateverBecomesOfTheCallersBytes) {
  Wire wire;
  TlsTransport server(server_end(context()), wire);
  TlsPeer client(wire);
  ASSERT_EQ(agree(server, client), Handshake::done);
  client.receive();
  wire.room = 50000;
  std::string bytes(200000, 'a');
  const IoResult taken = server.write(bytes);
  EXPECT_EQ(taken.bytes, record * 4);  // three records and a part of one fit the wire
  EXPECT_TRUE(server.pending());
  bytes.assign(bytes.size(), 'b');
  EXPECT_EQ(server.write(bytes).state, IoResult::State::would_block);
  std::string got = client.receive();
  EXPECT_EQ(got.size(), record * 3);
  EXPECT_EQ(server.flush().state, IoResult::State::done);
  EXPECT_FALSE(server.pending());
  EXPECT_EQ(got += client.receive(), std::string(record * 4, 'a'));
}

TEST_F(TlsTransportTest, ASenderIsBlockedAsLongAsARecordIsPending) {
  Wire wire;
  TlsTransport server(server_end(context()), wire);
  TlsPeer client(wire);
  ASSERT_EQ(agree(server, client), Handshake::done);
  client.receive();
  CutFrameBudget budget(1 << 20);
  FrameSender sender(server, budget);
  Row row;
  row.add(std::string(1000, 'x'));
  sender.set_source(&row);
  wire.room = 100;
  EXPECT_EQ(sender.flush(), FrameSender::State::blocked);
  EXPECT_NE(sender.stalled_since(), FrameSender::Clock::time_point::max());
  wire.room = 100000;
  EXPECT_EQ(sender.flush(), FrameSender::State::idle);
  EXPECT_EQ(sender.stalled_since(), FrameSender::Clock::time_point::max());
  EXPECT_EQ(test::read_sent(client.receive()).data, 1U);
}

TEST_F(TlsTransportTest, AClientThatWantsSmallRecordsGetsThem) {
  Wire wire(3, 100);
  TlsTransport server(server_end(context()), wire);
  TlsPeer client(wire, [](SSL* ssl) { SSL_set_tlsext_max_fragment_length(ssl, TLSEXT_max_fragment_length_512); });
  ASSERT_EQ(agree(server, client), Handshake::done);
  const std::string bytes(100000, 'y');
  std::string got;
  std::size_t sent = 0;
  while (sent < bytes.size() || server.pending()) {
    sent += server.write(std::string_view(bytes).substr(sent)).bytes;
    got += client.receive();
  }
  EXPECT_EQ(got + client.receive(), bytes);
}

TEST_F(TlsTransportTest, WhatIsReadAlreadyIsAnnounced) {
  Wire wire;
  TlsTransport server(server_end(context()), wire);
  TlsPeer client(wire);
  ASSERT_EQ(agree(server, client), Handshake::done);
  client.send(std::string(1000, 'z'));
  std::array<char, 600> room{};
  EXPECT_EQ(server.read(room).bytes, 600U);
  EXPECT_TRUE(server.has_unread());
  EXPECT_EQ(server.read(room).bytes, 400U);
  EXPECT_FALSE(server.has_unread());
  EXPECT_EQ(server.read(room).state, IoResult::State::would_block);
}

TEST_F(TlsTransportTest, AnEndBehindDataIsAnnouncedAndToldByTheNextRead) {
  Wire wire;
  TlsTransport server(server_end(context()), wire);
  TlsPeer client(wire);
  ASSERT_EQ(agree(server, client), Handshake::done);
  client.send("last words");
  wire.ended = true;
  std::array<char, 600> room{};
  EXPECT_EQ(server.read(room).bytes, 10U);
  EXPECT_TRUE(server.has_unread());
  EXPECT_EQ(server.read(room).state, IoResult::State::closed);
}

TEST_F(TlsTransportTest, NewKeysInTheMiddleOfABlockedWriteTearNothing) {
  Wire wire;
  TlsTransport server(server_end(context()), wire);
  TlsPeer client(wire);
  ASSERT_EQ(agree(server, client), Handshake::done);
  std::string got = client.receive();
  wire.room = 20000;
  const std::string bytes(100000, 'k');
  std::size_t sent = server.write(bytes).bytes;
  ASSERT_TRUE(server.pending());
  client.ask_for_new_keys();
  client.send("and on");
  std::array<char, 100> room{};
  EXPECT_EQ(server.read(room).bytes, 6U);
  while (sent < bytes.size() || server.pending()) {
    got += client.receive();
    sent += server.write(std::string_view(bytes).substr(sent)).bytes;
  }
  EXPECT_EQ(got + client.receive(), bytes);
  client.send("with both keys new");
  EXPECT_EQ(server.read(room).bytes, 18U);
}

TEST_F(TlsTransportTest, TheEndIsSaidInTlsToo) {
  Wire wire;
  TlsTransport server(server_end(context()), wire);
  TlsPeer client(wire);
  ASSERT_EQ(agree(server, client), Handshake::done);
  server.finish();
  server.finish();
  EXPECT_TRUE(wire.finished);
  client.receive();
  EXPECT_TRUE(client.was_told_the_end());
}

TEST_F(TlsTransportTest, AClientThatSpeaksPlainlyIsKnown) {
  Wire wire;
  TlsTransport server(server_end(context()), wire);
  wire.to_server = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  EXPECT_EQ(server.shake_hands(), Handshake::failed);
  EXPECT_TRUE(server.client_is_plain());
  EXPECT_THAT(server.refused_client(), HasSubstr("it speaks ws:// or http://"));
}

TEST_F(TlsTransportTest, ForAClientThatWentThereAreNoWords) {
  Wire wire;
  TlsTransport server(server_end(context()), wire);
  EXPECT_EQ(server.shake_hands(), Handshake::wants_input);
  wire.ended = true;
  EXPECT_EQ(server.shake_hands(), Handshake::failed);
  EXPECT_EQ(server.refused_client(), "");
}

TEST_F(TlsTransportTest, OldVersionsOfTlsAreRefused) {
  Wire wire;
  TlsTransport server(server_end(context()), wire);
  TlsPeer client(wire, [](SSL* ssl) {
    SSL_set_security_level(ssl, 0);
    SSL_set_min_proto_version(ssl, TLS1_VERSION);
    SSL_set_max_proto_version(ssl, TLS1_1_VERSION);
  });
  EXPECT_EQ(agree(server, client), Handshake::failed);
  EXPECT_EQ(server.refused_client(), "it speaks neither TLS 1.2 nor 1.3");
}

TEST_F(TlsTransportTest, Tls12IsSpokenToo) {
  Wire wire;
  TlsTransport server(server_end(context()), wire);
  TlsPeer client(wire, [](SSL* ssl) { SSL_set_max_proto_version(ssl, TLS1_2_VERSION); });
  ASSERT_EQ(agree(server, client), Handshake::done);
  EXPECT_EQ(server.write("hello").bytes, 5U);
  EXPECT_EQ(client.receive(), "hello");
}

}  // namespace
}  // namespace netdumplings::net
