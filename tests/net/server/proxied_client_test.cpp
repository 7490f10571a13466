// Clients that a trusted proxy speaks for. Also a test of listener and doorman.
#include "net/server_fixture.hpp"

namespace netdumplings::net {
namespace {

const std::string upgrade_lines =
    "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const std::string get = "GET / HTTP/1.1\r\n";

class ProxiedClientTest : public WebSocketServerTest {
 protected:
  void serve_behind(const std::string& proxy, bool proxy_protocol = true, AdmissionLimits limits = {100, 100, 100}) {
    change_options_ = [=](ServerOptions& options) {
      options.proxies = TrustedProxies({*parse_address_block(proxy)});
      options.proxy_protocol = proxy_protocol;
      options.admission = std::make_shared<Admission>(limits);
    };
    serve();
  }
  // What the server takes the client for.
  static std::string peer_of(RawClient& client) {
    client.send("hello");
    client.read_frame();
    client.send("who am I?");
    return client.read_frame().payload;
  }
};

TEST_F(ProxiedClientTest, IsWhoTheProxyNamesInXForwardedFor) {
  serve_behind("127.0.0.1");
  RawClient client(port_);
  EXPECT_NE(client.handshake("X-Forwarded-For: 203.0.113.1, 198.51.100.7\r\n").find(" 101 "), std::string::npos);
  EXPECT_EQ(peer_of(client), "198.51.100.7:" + std::to_string(client.local_port()));
}

TEST_F(ProxiedClientTest, IsItsOwnAddressIfItIsNotATrustedProxy) {
  serve_behind("192.0.2.0/24");
  RawClient client(port_);
  client.handshake("X-Forwarded-For: 198.51.100.7\r\n");
  EXPECT_EQ(peer_of(client), "127.0.0.1:" + std::to_string(client.local_port()));
  RawClient other(port_);
  other.send_bytes("PROXY TCP4 198.51.100.7 192.0.2.1 1 2\r\n" + get + upgrade_lines + "\r\n");
  EXPECT_NE(other.read_head().find(" 400 "), std::string::npos);
}

TEST_F(ProxiedClientTest, IsWhoTheProxyProtocolNamesHoweverItsBytesCome) {
  serve_behind("127.0.0.1");
  const std::string head = "PROXY TCP4 198.51.100.7 192.0.2.1 56324 11348\r\n";
  for (const std::size_t cut : {std::size_t{1}, std::size_t{7}, head.size() - 1, head.size(), head.size() + 5}) {
    RawClient client(port_);
    const std::string all = head + get + upgrade_lines + "X-Forwarded-For: 203.0.113.1\r\n\r\n";
    client.send_bytes(all.substr(0, cut));
    EXPECT_TRUE(wait_for([&] { return client.all_acknowledged(); }));
    client.send_bytes(all.substr(cut));
    EXPECT_NE(client.read_head().find(" 101 "), std::string::npos) << cut;
    EXPECT_EQ(peer_of(client), "198.51.100.7:56324") << "what the client itself wrote means nothing";
  }
  RawClient without(port_);
  without.upgrade();
  EXPECT_EQ(peer_of(without), "127.0.0.1:" + std::to_string(without.local_port()));
}

TEST_F(ProxiedClientTest, OfAHeaderThatCannotBeReadIsCutOff) {
  serve_behind("127.0.0.1");
  for (const std::string& bytes : {std::string("PROXY TCP4 nobody\r\n"), "PROXY " + std::string(200, 'x')}) {
    RawClient client(port_);
    client.send_bytes(bytes);
    EXPECT_TRUE(client.ends());
  }
  RawClient late(port_);
  late.send_bytes("PR");
  EXPECT_TRUE(wait_for([&] { return late.all_acknowledged(); }));
  late.send_bytes("I * HTTP/2.0\r\n\r\n");
  late.read_to_end();
}

TEST_F(ProxiedClientTest, CountsAsOneOfItsOwnAddress) {
  serve_behind("127.0.0.1", true, {100, 2, std::nullopt});
  const auto answer = [this](RawClient& client, const std::string& from) {
    return client.handshake("X-Forwarded-For: " + from + "\r\n");
  };
  RawClient one(port_);
  RawClient two(port_);
  RawClient three(port_);
  RawClient other(port_);
  EXPECT_NE(answer(one, "198.51.100.7").find(" 101 "), std::string::npos);
  EXPECT_NE(answer(two, "198.51.100.7").find(" 101 "), std::string::npos);
  for (RawClient* client : {&one, &two}) EXPECT_TRUE(peer_of(*client).starts_with("198.51.100.7:"));
  EXPECT_NE(answer(three, "198.51.100.7").find(" 503 "), std::string::npos);
  EXPECT_NE(answer(other, "198.51.100.8").find(" 101 "), std::string::npos);
  RawClient by_protocol(port_);
  by_protocol.send_bytes("PROXY TCP4 198.51.100.7 192.0.2.1 1 2\r\n" + get + upgrade_lines + "\r\n");
  EXPECT_NE(by_protocol.read_head().find(" 503 "), std::string::npos);
  one.cut();
  EXPECT_TRUE(wait_for([&] {
    RawClient again(port_);
    return answer(again, "198.51.100.7").find(" 101 ") != std::string::npos;
  }));
}

TEST_F(ProxiedClientTest, OnAnotherMachineHasNoPagesOfLocalhost) {
  serve_behind("127.0.0.1");
  const std::string page = "Origin: http://localhost:3000\r\n";
  RawClient here(port_);
  EXPECT_NE(here.handshake(page).find(" 101 "), std::string::npos);
  RawClient elsewhere(port_);
  EXPECT_NE(elsewhere.handshake(page + "X-Forwarded-For: 198.51.100.7\r\n").find(" 403 "), std::string::npos);
}

TEST_F(ProxiedClientTest, FindsPagesUnderTheBasePathWhetherTheProxyLeavesItOrNot) {
  pages_ = [](const HttpRequest& request, const HttpAnswer& answer) {
    if (request.path() != "/page") return false;
    answer({200, "a page\n"});
    return true;
  };
  change_options_ = [](ServerOptions& options) { options.base_path = "/some/where/"; };
  serve();
  const auto head = [this](const std::string& target) {
    RawClient client(port_);
    return client.request("GET " + target + " HTTP/1.1", "Host: localhost\r\n");
  };
  EXPECT_NE(head("/page").find(" 200 "), std::string::npos);
  EXPECT_NE(head("/some/where/page?x").find(" 200 "), std::string::npos);
  EXPECT_NE(head("/some/page").find(" 404 "), std::string::npos);
  EXPECT_NE(head("/some/where").find(" 308 "), std::string::npos);
  EXPECT_NE(head("/some/where").find("\r\nLocation: /some/where/\r\n"), std::string::npos);
}

}  // namespace
}  // namespace netdumplings::net
