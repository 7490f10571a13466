// TlsChef's payloads, of TLS over TCP. quic_tls_test.cpp has those of QUIC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "chefs/network/network_kitchen.hpp"
#include "chefs/network/tls/hellos.hpp"
#include "network/tls/hello_search.hpp"

namespace netdumplings::chefs::network {
namespace {

using namespace hellos;  // NOLINT(google-build-using-namespace)
using Payloads = NetworkKitchen::Payloads;

/// A kitchen with a connection that was opened.
struct TlsTest : ::testing::Test {
  TlsTest() { talk.open(kitchen); }

  Payloads client(const Buffer& bytes) { return kitchen.take(talk.client_says(bytes), start + second); }
  Payloads server(const Buffer& bytes) { return kitchen.take(talk.server_says(bytes), start + 2 * second); }
  /// Returns the one payload of a handshake.
  nlohmann::ordered_json made_of(const ClientHello& client_hello, const ServerHello& server_hello) {
    client(record(client_hello.message()));
    const auto made = server(record(server_hello.message()));
    EXPECT_EQ(made.size(), 1u);
    return made.empty() ? nlohmann::ordered_json() : made[0]["tls"];
  }
  /// Returns the names of all that was made from now on.
  std::vector<std::string> names_at_end() {
    std::vector<std::string> names;
    for (const auto& made : kitchen.close()) names.push_back(made["tls"]["server_name"]);
    return names;
  }

  NetworkKitchen kitchen{"TlsChef"};
  TcpTalk talk{443};
};

TEST_F(TlsTest, ReportsAHandshakeWhenBothHellosWereSeen) {
  EXPECT_TRUE(client(record(ClientHello{}.message())).empty());
  const auto made = server(record(ServerHello{}.message()));
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].dump(),
            R"({"tls":{"when":1600000001.0,"transport":"tcp",)"
            R"("client":{"ip":"192.0.2.1","port":40000},"server":{"ip":"198.51.100.2","port":443},)"
            R"("server_name":"a.example","alpn":["h2","http/1.1"],"alpn_chosen":null,)"
            R"("version":"TLS 1.3","cipher":"TLS_AES_128_GCM_SHA256","resumed":false,)"
            R"("ja3":"336f5f33f4497e06a9cd5231997c3982","ja4":"t13d0203h2_c1929292aa6b_b9a491fefe05"}})");
  EXPECT_TRUE(kitchen.close().empty()) << "once";
}

TEST_F(TlsTest, ReportsTheClientAloneAtTheEnd) {
  client(record(ClientHello{}.message()));
  EXPECT_TRUE(server(hex("15 0303 0002 0228")).empty()) << "an alert";
  const auto made = kitchen.close();
  ASSERT_EQ(made.size(), 1u);
  const auto& tls = made[0]["tls"];
  EXPECT_EQ(tls["server_name"], "a.example");
  for (const auto* key : {"alpn_chosen", "version", "cipher", "resumed"}) EXPECT_TRUE(tls[key].is_null()) << key;
  EXPECT_TRUE(tls["ja3"].is_string());
}

TEST_F(TlsTest, FindsHellosHoweverTheyAreSplit) {
  const Buffer client_hello = ClientHello{}.message(), server_hello = ServerHello{}.message();
  for (const std::size_t record_size : {1u, 50u, 16'384u}) {
    for (const std::size_t segment_size : {1u, 7u, 100u, 10'000u}) {
      TcpTalk other(443, 41'000 + record_size % 997 + segment_size);
      other.open(kitchen);
      Payloads made;
      const auto send = [&](const Buffer& stream, auto says) {
        for (std::size_t at = 0; at < stream.size(); at += segment_size) {
          const auto begin = stream.begin() + static_cast<std::ptrdiff_t>(at);
          const Buffer piece(begin, begin + static_cast<std::ptrdiff_t>(std::min(segment_size, stream.size() - at)));
          for (auto& each : kitchen.take(says(piece), start + second)) made.push_back(std::move(each));
        }
      };
      send(streams::in_records(client_hello, record_size),
           [&](const Buffer& piece) { return other.client_says(piece); });
      send(streams::in_records(server_hello, record_size),
           [&](const Buffer& piece) { return other.server_says(piece); });
      ASSERT_EQ(made.size(), 1u) << record_size << ' ' << segment_size;
      EXPECT_EQ(made[0]["tls"]["server_name"], "a.example");
    }
  }
}

TEST_F(TlsTest, FindsAHelloWhoseSegmentsCameOutOfOrder) {
  const Buffer stream = record(ClientHello{}.message());
  const Buffer one = talk.client_says(Buffer(stream.begin(), stream.begin() + 60));
  const Buffer two = talk.client_says(Buffer(stream.begin() + 60, stream.end()));
  kitchen.take(two, start + second);
  kitchen.take(one, start + 2 * second);
  const auto made = server(record(ServerHello{}.message()));
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["tls"]["server_name"], "a.example");
  EXPECT_EQ(made[0]["tls"]["when"], 1'600'000'002.0) << "when it was whole";
}

TEST_F(TlsTest, ReportsAServerThatWasCapturedFirst) {
  server(record(ServerHello{}.message()));
  EXPECT_EQ(client(record(ClientHello{}.message())).size(), 1u);
}

TEST_F(TlsTest, TellsVersionsCiphersAndProtocols) {
  const auto made = made_of({}, {.suite = 0xc02f, .extensions = protocols({"h2"})});
  EXPECT_EQ(made["version"], "TLS 1.2");
  EXPECT_EQ(made["cipher"], "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
  EXPECT_EQ(made["alpn_chosen"], "h2");
}

TEST_F(TlsTest, TellsWhatIsMissing) {
  const auto made = made_of({.extensions = {}}, {.suite = 0x1a2b, .extensions = extension(43, hex("7f1c"))});
  EXPECT_TRUE(made["server_name"].is_null());
  EXPECT_EQ(made["alpn"].dump(), "[]");
  EXPECT_EQ(made["version"], "0x7f1c");
  EXPECT_EQ(made["cipher"], "0x1a2b");
}

TEST_F(TlsTest, TellsResumedSessions) {
  const auto resumed = [&](const ClientHello& client_hello, const ServerHello& server_hello) {
    NetworkKitchen other("TlsChef");
    TcpTalk own(443);
    own.open(other);
    other.take(own.client_says(record(client_hello.message())), start);
    return other.take(own.server_says(record(server_hello.message())), start).at(0)["tls"]["resumed"];
  };
  const Buffer id = text("session"), old = {};
  EXPECT_EQ(resumed({.session = id}, {.session = id, .extensions = old}), true);
  EXPECT_EQ(resumed({.session = id}, {.session = text("another"), .extensions = old}), false);
  EXPECT_EQ(resumed({.session = id}, {.session = {}, .extensions = old}), false);
  EXPECT_EQ(resumed({}, {.extensions = old}), false);
  EXPECT_EQ(resumed({.session = id}, {.session = id}), false) << "TLS 1.3 always repeats it";
  EXPECT_EQ(resumed({}, {.extensions = extension(43, hex("0304")) + extension(41, hex("0000"))}), true);
  EXPECT_TRUE(resumed({.extensions = extension(35, text("ticket"))}, {.extensions = old}).is_null())
      << "what follows would say it";
  EXPECT_EQ(resumed({.extensions = extension(35, {})}, {.extensions = old}), false) << "it only asks for a ticket";
}

TEST_F(TlsTest, PassesOverAHelloRetryRequest) {
  client(record(ClientHello{}.message()));
  const Buffer retry = record(ServerHello{.random = hex(retry_random), .suite = 0x1302}.message());
  const Buffer change = hex("14 0303 0001 01");
  EXPECT_TRUE(server(retry + change).empty());
  client(change + record(ClientHello{.extensions = server_name("b.example")}.message()));
  const auto made = server(record(ServerHello{}.message()));
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["tls"]["server_name"], "a.example") << "the first hello";
  EXPECT_EQ(made[0]["tls"]["cipher"], "TLS_AES_128_GCM_SHA256") << "the last answer";
}

TEST_F(TlsTest, PassesOverARetryRequestInTheSameSegment) {
  client(record(ClientHello{}.message()));
  const Buffer retry = record(ServerHello{.random = hex(retry_random), .suite = 0x1302}.message());
  const auto made = server(retry + hex("14 0303 0001 01") + record(ServerHello{}.message()) + hex("17 0303 0001 aa"));
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["tls"]["cipher"], "TLS_AES_128_GCM_SHA256");
}

TEST_F(TlsTest, FindsHellosAfterOtherTalk) {
  server(text("220 mail.example ESMTP\r\n"));
  client(text("EHLO a.example\r\n"));
  server(text("250-mail.example\r\n250 STARTTLS\r\n"));
  client(text("STARTTLS\r\n"));
  server(text("220 Go ahead\r\n"));
  client(record(ClientHello{}.message()));
  const auto made = server(record(ServerHello{}.message()));
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["tls"]["server_name"], "a.example");
}

TEST_F(TlsTest, FindsAHelloThatFollowsOtherTalkAtOnce) {
  const Buffer hello = record(ClientHello{}.message());
  client(text("PROXY TCP4 192.0.2.1 192.0.2.2 5 443\r\n\x16\x03") + Buffer(hello.begin(), hello.begin() + 3));
  client(Buffer(hello.begin() + 3, hello.end()) + hex("14 0303 0001 01"));
  EXPECT_EQ(names_at_end(), std::vector<std::string>{"a.example"});
}

TEST_F(TlsTest, AHelloInAFileIsNotTheConnections) {
  client(text("POST /captures HTTP/1.1\r\n\r\n") + record(ClientHello{}.message()) + text("more of the file"));
  EXPECT_TRUE(kitchen.close().empty());
}

TEST_F(TlsTest, DoesNotSearchEndlessly) {
  for (int i = 0; i < 9; ++i) client(filler(1000));
  client(record(ClientHello{}.message()));
  EXPECT_TRUE(kitchen.close().empty());
}

// What looks like a hello until one reads on.
Buffer likeness() { return hex("16 0301 0050 01 000100 0303") + filler(90); }

TEST_F(TlsTest, PassesOverWhatOnlyLooksLikeAHello) {
  Buffer stream;
  for (int i = 1; i < HelloSearch::most_tries; ++i) stream = std::move(stream) + likeness();
  client(stream + record(ClientHello{}.message()));
  EXPECT_EQ(names_at_end(), std::vector<std::string>{"a.example"});
}

TEST_F(TlsTest, GivesUpAfterMuchThatOnlyLooksLikeAHello) {
  for (int i = 0; i < HelloSearch::most_tries; ++i) client(likeness());
  client(record(ClientHello{}.message()));
  EXPECT_TRUE(kitchen.close().empty());
}

TEST_F(TlsTest, ReportsTheNameInAHelloThatIsCutOff) {
  const Buffer stream = record(ClientHello{}.message());
  const auto size = static_cast<std::ptrdiff_t>(stream.size());
  client(Buffer(stream.begin(), stream.begin() + size - 5));
  const auto made = kitchen.close();
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["tls"]["server_name"], "a.example");
  EXPECT_TRUE(made[0]["tls"]["ja3"].is_null());
  EXPECT_TRUE(made[0]["tls"]["ja4"].is_null());
}

TEST_F(TlsTest, ReportsTheNameInAHelloWithAHole) {
  const Buffer stream =
      record(ClientHello{.extensions = server_name("a.example") + extension(21, filler(2000))}.message());
  client(Buffer(stream.begin(), stream.begin() + 500));
  talk.client_says(Buffer(stream.begin() + 500, stream.begin() + 1500));  // wasn't captured
  client(Buffer(stream.begin() + 1500, stream.end()));
  kitchen.take(talk.server_hears(), start + 2 * second);
  const auto made = server(record(ServerHello{}.message()));
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0]["tls"]["server_name"], "a.example");
  EXPECT_TRUE(made[0]["tls"]["alpn"].is_null());
  EXPECT_TRUE(made[0]["tls"]["ja3"].is_null());
  EXPECT_EQ(made[0]["tls"]["version"], "TLS 1.3");
}

TEST_F(TlsTest, ReportsNothingOfAHelloThatIsCutOffBeforeItsName) {
  const Buffer stream = record(ClientHello{}.message());
  client(Buffer(stream.begin(), stream.begin() + 50));
  EXPECT_TRUE(kitchen.close().empty());
}

TEST_F(TlsTest, OtherTalkIsNoTls) {
  server(text("SSH-2.0-OpenSSH_9.2\r\n"));
  client(text("SSH-2.0-OpenSSH_9.2\r\n"));
  client(hex("16 0301 0005 03 000000 16 16 0301 16 0301 00"));
  EXPECT_TRUE(kitchen.close().empty());
}

TEST_F(TlsTest, WritesAnyNameAsText) {
  const auto made = made_of({.extensions = server_name("caf\xe9\\\x01")}, {});
  EXPECT_EQ(made["server_name"], "caf\\233\\\\\x01");
}

TEST_F(TlsTest, BoundsTexts) {
  Buffer list;
  for (std::size_t i = 0; i < 200; ++i) list = std::move(list) + u8(200) + filler(200);
  const std::string name(20'000, 'n');
  const auto made = made_of({.extensions = server_name(name) + extension(16, u16(list.size()) + list)}, {});
  EXPECT_LT(made.dump().size(), 4000u);
  EXPECT_EQ(made["server_name"], name.substr(0, 1024));
  EXPECT_EQ(made["alpn"].size(), 5u);
}

TEST_F(TlsTest, SurvivesAnyBytes) {
  const Buffer client_stream =
      text("hello\r\n") + streams::in_records(ClientHello{.session = text("id")}.message(), 60);
  const Buffer server_stream = record(ServerHello{.random = hex(retry_random)}.message()) +
                               record(ServerHello{}.message()) + hex("14 0303 0001 01");
  std::mt19937 random(11);
  const auto change = [&](Buffer stream) {
    for (unsigned changes = random() % 4; changes > 0; --changes)
      stream[random() % stream.size()] = static_cast<std::uint8_t>(random());
    return stream;
  };
  std::size_t made = 0;
  for (std::size_t round = 0; round < 500; ++round) {
    TcpTalk other(443, 10'000 + round);
    other.open(kitchen);
    Buffer from_client = change(client_stream), from_server = change(server_stream);
    while (!from_client.empty() || !from_server.empty()) {
      Buffer& rest = from_server.empty() || (!from_client.empty() && random() % 2 == 0) ? from_client : from_server;
      const auto size = static_cast<std::ptrdiff_t>(std::min<std::size_t>(1 + random() % 90, rest.size()));
      const Buffer piece(rest.begin(), rest.begin() + size);
      const Buffer packet = &rest == &from_client ? other.client_says(piece) : other.server_says(piece);
      rest.erase(rest.begin(), rest.begin() + size);
      if (random() % 30 != 0) made += kitchen.take(packet, start + second).size();
    }
  }
  made += kitchen.close().size();
  EXPECT_GT(made, 200u);
  EXPECT_THAT(kitchen.log.text(), ::testing::Not(::testing::HasSubstr("Error")));
}

TEST_F(TlsTest, HoldsOutWhenAllHellosAreUnfinished) {
  // Each wants 64 KiB, and gets all but one byte.
  Buffer stream = streams::in_records(streams::handshake(1, hex("0303") + filler(65'000)), 16'384);
  stream.pop_back();
  for (std::size_t i = 0; i < 600; ++i) {
    TcpTalk other(443, 2000 + i);
    other.open(kitchen);
    kitchen.take(other.client_says(Buffer(stream.begin(), stream.begin() + 60'000)), start + second);
  }
  client(record(ClientHello{}.message()));
  EXPECT_EQ(names_at_end(), std::vector<std::string>{"a.example"});
}

}  // namespace
}  // namespace netdumplings::chefs::network
