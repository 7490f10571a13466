// What a connection's first bytes say, in whatever pieces they come. Also the test of server_name.
#include "network/flow/tcp_opening.hpp"

#include <gtest/gtest.h>

#include <netdumplings/layers/bytes.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "network/flow/server_name.hpp"

#include "packet/frames.hpp"
#include "packet/streams.hpp"

namespace netdumplings::chefs::network {
namespace {

using frames::Buffer;
using frames::filler;
using frames::hex;
using frames::operator+;  // NOLINT(misc-unused-using-decls): clang-tidy 14 doesn't see that it is used
using frames::text;
using frames::u16;

Buffer hello_with(const Buffer& extensions) {
  return streams::handshake(1,
                            hex("0303") + filler(32) + hex("00 0002 1301 01 00") + u16(extensions.size()) + extensions);
}
Buffer name_extension(std::string_view name) {
  return streams::extension(0, u16(name.size() + 3) + hex("00") + u16(name.size()) + text(name));
}
// A hello whose name comes after so many other bytes.
Buffer hello(std::string_view name, std::size_t before = 0, std::size_t record_size = 16'384) {
  return streams::in_records(hello_with(streams::extension(21, filler(before)) + name_extension(name)), record_size);
}

// Returns a request whose Host comes after so many other bytes.
Buffer request(std::string_view host, std::size_t before = 0) {
  return text("GET / HTTP/1.1\r\nCookie: ") + filler(before) + text("\r\nHost: ") + text(host) + text("\r\n\r\n");
}

struct OpeningTest : ::testing::Test {
  OpeningTest() { begin(); }
  void begin() { opening.emplace(); }
  bool client(Bytes bytes, bool is_after_gap = false) {
    return opening->take(Side::client, bytes, is_after_gap, setting);
  }
  bool server(Bytes bytes) { return opening->take(Side::server, bytes, false, setting); }
  // Takes the client's bytes in pieces of this size, until it has enough.
  void client_in_pieces(const Buffer& all, std::size_t size) {
    for (std::size_t at = 0; at < all.size(); at += size) {
      if (!client(Bytes(all).subspan(at, std::min(size, all.size() - at)))) return;
    }
  }
  std::string name_in(const Buffer& bytes) {
    begin();
    client(bytes);
    server(text("anything"));
    return opening->server_name();
  }

  BytePool pool{std::size_t{1} << 20};
  TcpOpening::Setting setting{.pool = pool, .server_port = 443};
  std::optional<TcpOpening> opening;
};

TEST_F(OpeningTest, HasEnoughOfOneSegmentWithTheName) {
  EXPECT_FALSE(client(hello("a.example")));
  EXPECT_EQ(opening->service(), "tls");
  EXPECT_EQ(opening->server_name(), "a.example");
  EXPECT_EQ(pool.used(), 0u);
  EXPECT_FALSE(server(hex("16 0303 007a 02 000076 0303")));
}

TEST_F(OpeningTest, FindsTheNameInTheSecondSegment) {
  const Buffer all = hello("second.example", 1500);
  EXPECT_TRUE(client(Bytes(all).first(1400)));
  EXPECT_EQ(opening->server_name(), "");
  EXPECT_FALSE(client(Bytes(all).subspan(1400)));
  EXPECT_EQ(opening->server_name(), "second.example");
  EXPECT_EQ(pool.used(), 0u) << "it keeps nothing after that";
}

TEST_F(OpeningTest, FindsTheNameInAnyPieces) {
  for (const std::size_t size : {1u, 2u, 63u, 64u, 65u, 1000u}) {
    for (const std::size_t record_size : {7u, 200u, 16'384u}) {
      begin();
      client_in_pieces(hello("pieces.example", 700, record_size), size);
      server(hex("16 0303 007a 02"));
      EXPECT_EQ(opening->server_name(), "pieces.example") << record_size << ' ' << size;
    }
    begin();
    client_in_pieces(request("pieces.example", 700), size);
    server(text("HTTP/1.1 200 OK\r\n"));
    EXPECT_EQ(opening->server_name(), "pieces.example") << size;
    EXPECT_EQ(opening->service(), "http");
  }
}

TEST_F(OpeningTest, FindsTheNameWithoutAnAnswerWhenItIsAsked) {
  client_in_pieces(hello("asked.example", 700, 50), 100);
  opening->look_again();
  EXPECT_EQ(opening->server_name(), "asked.example");
}

TEST_F(OpeningTest, HasNoNameIfTheClientSaysNone) {
  EXPECT_EQ(name_in(streams::in_records(hello_with({}), 16'384)), "");
  EXPECT_EQ(opening->service(), "tls");
  EXPECT_EQ(name_in(text("GET / HTTP/1.0\r\n\r\n")), "");
  EXPECT_EQ(opening->service(), "http");
  EXPECT_EQ(name_in(text("GET / HTTP/1.1\r\nHost:\r\n\r\n")), "");
}

TEST_F(OpeningTest, LeavesOutThePort) {
  EXPECT_EQ(name_in(request("a.example:8080")), "a.example");
  EXPECT_EQ(name_in(request("192.0.2.1:80")), "192.0.2.1");
  EXPECT_EQ(name_in(request("[2001:db8::1]:80")), "[2001:db8::1]");
  EXPECT_EQ(name_in(request("[2001:db8::1]")), "[2001:db8::1]");
  EXPECT_EQ(name_in(request("2001:db8::1")), "2001:db8::1");
  EXPECT_EQ(name_in(request("a.example:http")), "a.example:http");
}

TEST_F(OpeningTest, CutsLongNames) {
  EXPECT_EQ(name_in(request(std::string(5000, 'x'))), std::string(longest_server_name, 'x'));
  EXPECT_EQ(name_in(hello(std::string(5000, 'x'))), std::string(longest_server_name, 'x'));
}

TEST_F(OpeningTest, WaitsForWhatTheOtherSideSays) {
  EXPECT_TRUE(server(text("220 mail.example.com\r\n")));
  EXPECT_EQ(opening->service(), "");
  EXPECT_FALSE(client(text("EHLO me.example\r\n")));
  EXPECT_EQ(opening->service(), "smtp");
  EXPECT_FALSE(server(text("250 mail.example.com\r\n")));
  EXPECT_EQ(pool.used(), 0u);
}

TEST_F(OpeningTest, HasEnoughOfASideThatSaysNothingKnown) {
  EXPECT_FALSE(client(filler(64)));
  EXPECT_TRUE(server(text("x")));
  EXPECT_FALSE(server(filler(63)));
  EXPECT_EQ(opening->service(), "");
  EXPECT_EQ(pool.used(), 0u);
}

TEST_F(OpeningTest, KeepsLittleOfAHelloThatNeverEnds) {
  const Buffer all = hello("late.example", 60'000, 100);
  client_in_pieces(all, 1000);
  EXPECT_EQ(opening->server_name(), "");
  EXPECT_EQ(opening->service(), "tls");
  EXPECT_EQ(pool.used(), 0u);
  begin();
  client_in_pieces(Buffer(all.begin(), all.begin() + 15'000), 1000);
  EXPECT_GE(pool.used(), 15'000u);
  begin();
  EXPECT_EQ(pool.used(), 0u) << "its memory is given back";
}

TEST_F(OpeningTest, KeepsLittleInAllConnections) {
  std::vector<TcpOpening> openings(1000);
  const Buffer all = hello("late.example", 10'000);
  for (auto& each : openings) each.take(Side::client, Bytes(all).first(9000), false, setting);
  EXPECT_LE(pool.used(), std::size_t{1} << 20);
  const auto end = [&](TcpOpening& each) {
    each.take(Side::client, Bytes(all).subspan(9000), false, setting);
    return each.server_name();
  };
  EXPECT_EQ(end(openings.front()), "") << "what grew first is lost";
  EXPECT_EQ(end(openings.back()), "late.example");
  openings.clear();
  EXPECT_EQ(pool.used(), 0u);
}

TEST_F(OpeningTest, DoesNotJoinWhatIsNotTogether) {
  const Buffer all = hello("gap.example", 1000);
  EXPECT_TRUE(client(Bytes(all).first(500)));
  EXPECT_FALSE(client(Bytes(all).subspan(600), true));
  EXPECT_EQ(opening->service(), "tls");
  EXPECT_EQ(opening->server_name(), "");
}

TEST_F(OpeningTest, TakesBytesThatAreDamaged) {
  const Buffer all = hello("damaged.example", 30);
  streams::for_each_change(all, [&](Bytes bytes) {
    begin();
    for (std::size_t at = 0; at < bytes.size(); at += 50) client(netdumplings::detail::clipped(bytes, at, 50));
    server(bytes);
    EXPECT_LE(opening->server_name().size(), longest_server_name);
  });
  EXPECT_LE(pool.used(), 200u);
}

}  // namespace
}  // namespace netdumplings::chefs::network
