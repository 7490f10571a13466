// Also the test of listener, visitor, doorman, server_session and leaving_client, which a connection passes through.
#include "net/server/websocket_server.hpp"

#include "net/server_fixture.hpp"

namespace netdumplings::net {
namespace {

TEST_F(WebSocketServerTest, BothLoopbackFamiliesListenOnTheOnePortThatWasFree) {
  serve();
  RawClient four(port_);
  four.upgrade();
  const int six = ::socket(AF_INET6, SOCK_STREAM, 0);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_port = htons(port_);
  address.sin6_addr = in6addr_loopback;
  if (six < 0 || ::connect(six, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    EXPECT_NE(errno, ECONNREFUSED);
  }
  ::close(six);
}

TEST_F(WebSocketServerTest, ListensOnAllAddressesThatItIsGivenHoweverTheyOverlap) {
  const std::vector<std::string> cases[] = {{"127.0.0.1", "127.0.0.2"},
                                            {"127.0.0.2", "localhost", "127.0.0.1"},
                                            {"127.0.0.1", "*"},
                                            {"0.0.0.0", "127.0.0.2"}};
  for (const auto& addresses : cases) {
    ServerOptions options;
    options.addresses = addresses;
    options.log = quiet_log();
    Loop loop;
    WebSocketServer server({&loop}, options, [](ServerConnection&, std::size_t) { return nullptr; });
    const auto port = server.listen();
    ASSERT_TRUE(port) << port.error();
    for (const char* host : {"127.0.0.1", "127.0.0.2"}) EXPECT_NO_THROW(RawClient(*port, 0, host)) << host;
    EXPECT_EQ(server.beyond_loopback(), addresses.back() == "*" || addresses.front() == "0.0.0.0");
  }
}

TEST_F(WebSocketServerTest, EachOfItsAddressesMustBeOfThisMachine) {
  ServerOptions options;
  options.addresses = {"127.0.0.1", "203.0.113.99"};
  options.log = quiet_log();
  Loop loop;
  WebSocketServer server({&loop}, options, [](ServerConnection&, std::size_t) { return nullptr; });
  const auto port = server.listen();
  ASSERT_FALSE(port);
  EXPECT_NE(port.error().find("203.0.113.99"), std::string::npos) << port.error();
}

TEST_F(WebSocketServerTest, APortInUseIsSaidWithTheWayOut) {
  serve();
  ServerOptions options;
  options.port = port_;
  options.log = quiet_log();
  Loop loop;
  WebSocketServer second({&loop}, options, [](ServerConnection&, std::size_t) { return nullptr; });
  const auto port = second.listen();
  ASSERT_FALSE(port);
  EXPECT_NE(port.error().find("localhost:" + std::to_string(port_)), std::string::npos) << port.error();
  EXPECT_NE(port.error().find("another nd-hub"), std::string::npos) << port.error();
}

TEST_F(WebSocketServerTest, AnswersTheHandshakeOfTheRfcWithoutExtensions) {
  serve();
  RawClient client(port_);
  const std::string head = client.handshake("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
  EXPECT_NE(head.find("101"), std::string::npos) << head;
  EXPECT_NE(head.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), std::string::npos) << head;
  EXPECT_EQ(head.find("permessage"), std::string::npos) << head;
}

TEST_F(WebSocketServerTest, TheBestSubprotocolThatBothSpeakIsChosenAndWithoutOneNoneIsNamed) {
  serve();
  const struct {
    const char* offered;
    const char* chosen;  // as the end of the line
  } cases[] = {
      {"Sec-WebSocket-Protocol: other, good.v1\r\n", "Sec-WebSocket-Protocol: good.v1\r\n"},
      {"Sec-WebSocket-Protocol: good.v1\r\nSec-WebSocket-Protocol: best.v2\r\n", "Sec-WebSocket-Protocol: best.v2\r\n"},
      {"Sec-WebSocket-Protocol: good.v10\r\n", nullptr},
      {"", nullptr}};
  for (const auto& c : cases) {
    RawClient client(port_);
    const std::string head = client.handshake(c.offered);
    EXPECT_NE(head.find(" 101 "), std::string::npos) << head;
    if (c.chosen != nullptr) {
      EXPECT_NE(head.find(c.chosen), std::string::npos) << head;
    } else {
      EXPECT_EQ(head.find("Sec-WebSocket-Protocol"), std::string::npos) << head;
    }
  }
}

TEST_F(WebSocketServerTest, WrongVersionsAndMissingKeysAreRefusedAndTheConnectionEnds) {
  serve();
  RawClient version(port_);
  const std::string head =
      version.request("GET / HTTP/1.1",
                      "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 7\r\n");
  EXPECT_NE(head.find("426"), std::string::npos) << head;
  version.read_to_end();
  RawClient key(port_);
  EXPECT_NE(
      key.request("GET / HTTP/1.1", "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n").find("400"),
      std::string::npos);
  key.read_to_end();
}

TEST_F(WebSocketServerTest, AnEndlessHeadIsRefused) {
  serve();
  RawClient client(port_);
  client.send_bytes("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + std::string(17000, 'x'));
  EXPECT_NE(client.read_head().find("431"), std::string::npos);
  client.read_to_end();
}

TEST_F(WebSocketServerTest, AHeadMayHaveTheCookiesOfAWholeDomain) {
  serve();
  RawClient client(port_);
  client.send_bytes(
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\nCookie: " + std::string(16000, 'x') +
      "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
  const std::string head = client.read_head();
  EXPECT_NE(head.find("101 Switching"), std::string::npos) << head;
  EXPECT_NE(head.find("\r\nServer: netdumplings/"), std::string::npos) << head;
}

TEST_F(WebSocketServerTest, AHeadThatDoesNotComeInTimeEndsTheConnection) {
  ServerTimeouts timeouts;
  timeouts.hello = 200ms;
  serve(timeouts);
  RawClient silent(port_);
  EXPECT_TRUE(silent.ends());
  RawClient slow(port_);
  slow.send_bytes("GET / HT");
  EXPECT_TRUE(slow.ends());
}

TEST_F(WebSocketServerTest, APageThatTheServerIsSlowToMakeComesAllTheSame) {
  std::promise<HttpAnswer> asked;
  pages_ = [&](const HttpRequest&, const HttpAnswer& answer) {
    asked.set_value(answer);
    return true;
  };
  ServerTimeouts timeouts;
  timeouts.hello = 200ms;
  serve(timeouts);
  RawClient client(port_);
  client.send_bytes("GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const HttpAnswer answer = asked.get_future().get();
  RawClient later(port_);
  EXPECT_TRUE(later.ends()) << "its time is over; so is that of the one before it";
  answer({200, "at last\n"});
  EXPECT_NE(client.read_head().find(" 200 "), std::string::npos);
}

TEST_F(WebSocketServerTest, MessagesPingsAndFragmentsKeepTheirOrderHoweverTheyArrive) {
  serve();
  const std::string input = masked_frame(Opcode::text, "hello") + masked_frame(Opcode::text, "a") +
                            masked_frame(Opcode::ping, "p1") + masked_frame(Opcode::binary, "b") +
                            masked_frame(Opcode::text, "c", false) + masked_frame(Opcode::ping, "p2") +
                            masked_frame(Opcode::continuation, "d") + masked_frame(Opcode::text, "e") +
                            masked_frame(Opcode::text, std::string(100000, 'f')) + masked_frame(Opcode::text, "g");
  for (const std::size_t step : {1U << 20, 7U, 30000U}) {
    RawClient client(port_);
    client.upgrade();
    for (std::size_t at = 0; at < input.size(); at += step) client.send_bytes(std::string_view(input).substr(at, step));
    std::vector<std::string> data;
    std::vector<std::string> pongs;
    while (data.size() < 7) {
      const auto frame = client.read_frame();
      (frame.opcode == Opcode::pong ? pongs : data).push_back(frame.payload);
    }
    EXPECT_EQ(data, (std::vector<std::string>{"hello", "a", "b", "cd", "e", std::string(100000, 'f'), "g"})) << step;
    EXPECT_EQ(pongs, (std::vector<std::string>{"p1", "p2"})) << step;
  }
}

TEST_F(WebSocketServerTest, FramesSentTogetherWithTheHandshakeAreNotLost) {
  serve();
  RawClient client(port_);
  client.send_bytes(
      "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n" +
      masked_frame(Opcode::text, "early"));
  client.read_head();
  EXPECT_EQ(client.read_frame().payload, "early");
}

TEST_F(WebSocketServerTest, ACloseIsAnsweredAndTheReasonIsTold) {
  serve();
  RawClient client(port_);
  client.upgrade();
  client.send_bytes(masked_frame(Opcode::close, std::string("\x10\x06") + "eaten\x1b[2J"));
  const auto frame = client.read_frame();
  EXPECT_EQ(frame.opcode, Opcode::close);
  EXPECT_EQ(frame.close_code(), 4102U);
  EXPECT_TRUE(client.ends());
  const std::string why = wait_for_end();
  EXPECT_EQ(why.find("received 4102 (private use) eaten"), 0U) << why;
  EXPECT_EQ(why.find('\x1b'), std::string::npos);
}

TEST_F(WebSocketServerTest, ACloseWithoutACodeIsOneAllTheSame) {
  serve();
  RawClient client(port_);
  client.upgrade();
  client.send_bytes(masked_frame(Opcode::close, ""));
  EXPECT_EQ(client.read_frame().close_code(), 1000U);  // the engine's answer: there is no code to echo
  EXPECT_EQ(wait_for_end(), "received 1005 (no status code [internal])");
}

TEST_F(WebSocketServerTest, AnOffenceIsToldWithTheCodeItWasAnsweredWith) {
  serve();
  RawClient client(port_);
  client.upgrade();
  client.send_bytes(masked_frame(Opcode::text, "\xff", false) + masked_frame(Opcode::continuation, "x"));
  EXPECT_EQ(client.read_frame().close_code(), 1007U);
  EXPECT_EQ(wait_for_end().find("sent 1007 (invalid data)"), 0U);
}

TEST_F(WebSocketServerTest, ACloseWithACodeThatNobodyMaySendIsToldAndNotEchoed) {
  serve();
  RawClient client(port_);
  client.upgrade();
  client.send_bytes(masked_frame(Opcode::text, "in the", false) + masked_frame(Opcode::close, "\x13\x88"));
  EXPECT_EQ(client.read_frame().close_code(), 1002U);
  EXPECT_EQ(wait_for_end(), "sent 1002 (protocol error) a close code that nobody may send");
}

TEST_F(WebSocketServerTest, ACloseWhoseReasonIsNoTextIsAnsweredWith1007) {
  serve();
  RawClient client(port_);
  client.upgrade();
  client.send_bytes(masked_frame(Opcode::close, "\x03\xe8\xff"));
  EXPECT_EQ(client.read_frame().close_code(), 1007U);
  EXPECT_EQ(wait_for_end(), "sent 1007 (invalid data) a close reason that isn't UTF-8");
}

TEST_F(WebSocketServerTest, AnOffenceAfterTheServersOwnCloseIsNotAnsweredTwice) {
  serve();
  RawClient client(port_);
  client.upgrade();
  client.send_bytes(masked_frame(Opcode::text, "close") + "\xff\xff\xff");
  EXPECT_EQ(client.read_frame().close_code(), 4999U);
  EXPECT_TRUE(client.ends());
  EXPECT_EQ(wait_for_end(), "sent 4999 (private use) as you wish");
}

TEST_F(WebSocketServerTest, AClientThatVanishesIsToldApartFromOneThatCloses) {
  serve();
  RawClient client(port_);
  client.upgrade();
  client.cut();
  EXPECT_EQ(wait_for_end(), "no close frame received");
}

TEST_F(WebSocketServerTest, BehindTheServersCloseNothingFollowsAndTheClientsMessagesGoUnheard) {
  serve();
  RawClient client(port_);
  client.upgrade();
  client.send_bytes(masked_frame(Opcode::text, "close") + masked_frame(Opcode::text, "unheard") +
                    masked_frame(Opcode::close, "\x13\x87"));
  const auto frame = client.read_frame();
  EXPECT_EQ(frame.close_code(), 4999U);
  EXPECT_EQ(frame.payload.substr(2), "as you wish");
  EXPECT_TRUE(client.ends());
  EXPECT_EQ(wait_for_end(), "sent 4999 (private use) as you wish");
  const std::scoped_lock lock(seen_.mutex);
  EXPECT_EQ(seen_.messages, std::vector<std::string>{"close"});
}

TEST_F(WebSocketServerTest, AClientThatBreaksTheProtocolBehindTheServersCloseIsGoneWhenItGoes) {
  serve({.close = 1h});
  RawClient client(port_);
  client.upgrade();
  client.send_bytes(masked_frame(Opcode::text, "close") + "\xff\x80mask");
  EXPECT_EQ(client.read_frame().close_code(), 4999U);
  client.cut();
  EXPECT_EQ(wait_for_end(), "sent 4999 (private use) as you wish");
}

// The client is closed for want of a hello when it has sent the begin of a fragment; returns the other half, which is
// no text.
std::string be_closed_within_a_fragment(RawClient& client) {
  client.upgrade();
  const std::string fragment = masked_frame(Opcode::text, "begun" + std::string(95, '\xff'), false);
  client.send_bytes(fragment.substr(0, fragment.size() - 95));
  EXPECT_EQ(client.read_frame().close_code(), 1008U);
  return fragment.substr(fragment.size() - 95);
}

TEST_F(WebSocketServerTest, AClientWhoseFragmentTurnsOutToBeNoTextBehindTheServersCloseIsGoneWhenItGoes) {
  serve({.hello = 100ms, .close = 1h});
  RawClient client(port_);
  client.send_bytes(be_closed_within_a_fragment(client).substr(0, 50));
  client.cut();
  EXPECT_EQ(wait_for_end(), "sent 1008 (policy violation) no hello in time");
}

TEST_F(WebSocketServerTest, ACloseIsAnsweredBehindAFragmentThatIsNoText) {
  serve({.hello = 100ms, .close = 1h});
  RawClient client(port_);
  client.send_bytes(be_closed_within_a_fragment(client) + masked_frame(Opcode::close, "\x03\xe8"));
  EXPECT_TRUE(client.ends());
  EXPECT_EQ(wait_for_end(), "sent 1008 (policy violation) no hello in time");
}

TEST_F(WebSocketServerTest, AClientThatDoesNotAnswerACloseIsReset) {
  ServerTimeouts timeouts;
  timeouts.close = 200ms;
  serve(timeouts);
  RawClient client(port_);
  client.upgrade();
  client.send("close");
  EXPECT_EQ(client.read_frame().close_code(), 4999U);
  EXPECT_TRUE(client.ends());
  EXPECT_EQ(wait_for_end(), "sent 4999 (private use) as you wish");
}

TEST_F(WebSocketServerTest, OffencesAreAnsweredWithTheRightCodeAndHurtThatConnectionAlone) {
  serve();
  RawClient other(port_);
  other.upgrade();
  other.send("hello");
  EXPECT_EQ(other.read_frame().payload, "hello");
  const struct {
    const char* what;
    std::string bytes;
    unsigned code;
  } cases[] = {
      {"an unmasked frame", std::string("\x81\x02hi", 4), 1002},
      {"a reserved bit", std::string("\xc1\x80\x01\x02\x03\x04", 6), 1002},
      {"a reserved opcode", std::string("\x83\x80\x01\x02\x03\x04", 6), 1002},
      {"a continuation of nothing", masked_frame(Opcode::continuation, "x"), 1002},
      {"a message between fragments", masked_frame(Opcode::text, "x", false) + masked_frame(Opcode::text, "y"), 1002},
      {"a fragmented message that isn't UTF-8",
       masked_frame(Opcode::text, "\xff", false) + masked_frame(Opcode::continuation, "x"), 1007},
      {"a message that isn't UTF-8", masked_frame(Opcode::text, "\xff"), 1007},
      {"a close code nobody may send", masked_frame(Opcode::close, "\x03\xed"), 1002},
  };
  for (const auto& offence : cases) {
    RawClient client(port_);
    client.upgrade();
    client.send_bytes(offence.bytes);
    const auto frame = client.read_frame();
    EXPECT_EQ(frame.opcode, Opcode::close) << offence.what;
    EXPECT_EQ(frame.close_code(), offence.code) << offence.what;
    client.read_to_end();
  }
  other.send("still here");
  EXPECT_EQ(other.read_frame().payload, "still here");
}

TEST_F(WebSocketServerTest, WithoutAWelcomeMessagesAreSmallAndTimeIsShort) {
  ServerTimeouts timeouts;
  timeouts.hello = 300ms;
  serve(timeouts);
  RawClient large(port_);
  large.upgrade();
  large.send(std::string(4097, 'x'));
  EXPECT_EQ(large.read_frame().close_code(), 1008U);
  RawClient silent(port_);
  silent.upgrade();
  EXPECT_EQ(silent.read_frame().close_code(), 1008U);
}

TEST_F(WebSocketServerTest, TooLargeAMessageIsRefusedBeforeItIsHereAndEvenInPieces) {
  serve();
  for (const bool pieces : {false, true}) {
    RawClient client(port_);
    client.upgrade();
    client.send("hello");
    EXPECT_EQ(client.read_frame().payload, "hello");
    if (pieces) {
      client.send_bytes(masked_frame(Opcode::text, std::string(700000, 'x'), false) +
                        masked_frame(Opcode::continuation, std::string(700000, 'x')));
    } else {
      client.send_bytes(masked_frame(Opcode::text, std::string(2 << 20, 'x')).substr(0, 20));
    }
    const auto frame = client.read_frame();
    EXPECT_EQ(frame.close_code(), 1009U);
    EXPECT_EQ(frame.payload.substr(2), "too much");
  }
}

TEST_F(WebSocketServerTest, StoppingSaysGoodbyeToAllAndIsOverWhenTheyHaveGone) {
  ServerTimeouts timeouts;
  timeouts.close = 500ms;
  serve(timeouts);
  RawClient polite(port_);
  polite.upgrade();
  RawClient deaf(port_);
  deaf.upgrade();
  RawClient half_way(port_);
  half_way.send_bytes("GET / ");
  deaf.send("hello");
  EXPECT_EQ(deaf.read_frame().payload, "hello");
  std::promise<void> done;
  loop_.post([&] { server_->stop(1001, "bye", [&] { done.set_value(); }); });
  EXPECT_EQ(polite.read_frame().close_code(), 1001U);
  polite.send_bytes(masked_frame(Opcode::close, "\x03\xe9"));
  EXPECT_TRUE(polite.ends());
  EXPECT_EQ(done.get_future().wait_for(10s), std::future_status::ready);
  EXPECT_THROW(RawClient late(port_), std::exception);
}

}  // namespace
}  // namespace netdumplings::net
