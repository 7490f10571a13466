// Also the test of connector, opening and net/loop/resolver, with which a client connects.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "net/client/websocket_client.hpp"
#include "net/fake_hub.hpp"

namespace netdumplings::net {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// A client on a loop in a thread of its own; what its handlers are called with becomes a list of events.
class Client {
 public:
  explicit Client(Endpoint hub) { options.hub = std::move(hub); }
  ~Client() {
    if (!thread_.joinable()) return;
    call([this] { client.reset(); });
    loop_.stop();
    thread_.join();
  }

  void connect() {
    client = std::make_unique<WebSocketClient>(loop_, options, handlers());
    client->connect();
    thread_ = std::thread([this] { loop_.run(); });
  }

  // Connects to the fake hub and has the connection opened.
  fake::Peer open(fake::Hub& hub, int receive_buffer = 0) {
    connect();
    auto peer = hub.accept(receive_buffer);
    peer.accept();
    EXPECT_EQ(next(), "open");
    return peer;
  }

  // Runs `task` on the client's thread and waits for it.
  void call(const std::function<void()>& task) {
    std::promise<void> done;
    loop_.post([&] {
      task();
      done.set_value();
    });
    done.get_future().wait();
  }
  void send(const std::string& text) {
    call([&] { client->send(text); });
  }
  void close(std::uint16_t code, std::string_view text) {
    call([&] { client->close(code, text); });
  }

  // The next event: "open", "text: ...", "binary: ...", "failed: ...", "closed: ...".
  std::string next() {
    std::unique_lock lock(mutex_);
    if (!came_.wait_for(lock, fake::patience, [&] { return !events_.empty(); })) return "nothing happened";
    auto event = events_.front();
    events_.erase(events_.begin());
    return event;
  }
  [[nodiscard]] bool quiet() {
    const std::scoped_lock lock(mutex_);
    return events_.empty();
  }

  ClientOptions options;
  std::unique_ptr<WebSocketClient> client;
  std::function<void()> on_message;  // called behind the event, on the client's thread
  std::function<void()> on_drained;

 private:
  WebSocketClient::Handlers handlers() {
    WebSocketClient::Handlers made;
    made.on_open = [this] { add("open"); };
    made.on_message = [this](std::string_view message, bool binary) {
      add((binary ? "binary: " : "text: ") + std::string(message));
      if (on_message) on_message();
    };
    made.on_drained = [this] {
      if (on_drained) on_drained();
    };
    made.on_failed = [this](const std::string& why) { add("failed: " + why); };
    made.on_closed = [this](const CloseReason& reason) { add("closed: " + reason.to_string()); };
    return made;
  }

  void add(std::string event) {
    const std::scoped_lock lock(mutex_);
    events_.push_back(std::move(event));
    came_.notify_one();
  }

  Loop loop_;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::string> events_;
};

std::string at(const fake::Hub& hub) { return "ws://" + hub.endpoint().to_string(); }

// Connecting.

TEST(ClientConnect, TheRequestNamesTheHubAndOffersNothingThatWasNotAskedFor) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.connect();
  auto peer = hub.accept();
  const auto head = peer.read_head();
  EXPECT_THAT(head, StartsWith("GET / HTTP/1.1\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nHost: " + hub.endpoint().to_string() + "\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nSec-WebSocket-Version: 13\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("Origin")));
  EXPECT_THAT(head, Not(HasSubstr("Sec-WebSocket-Extensions")));
  EXPECT_THAT(head, Not(HasSubstr("Sec-WebSocket-Protocol")));
}

TEST(ClientConnect, AnIpv6HubIsNamedInBrackets) {
  std::unique_ptr<fake::Hub> hub;
  try {
    hub = std::make_unique<fake::Hub>("::1");
  } catch (const std::system_error& error) {
    GTEST_SKIP() << "no IPv6 here: " << error.what();
  }
  Client client(hub->endpoint());
  client.connect();
  auto peer = hub->accept();
  const auto head = peer.read_head();
  EXPECT_THAT(head, HasSubstr("\r\nHost: [::1]:" + std::to_string(hub->endpoint().port) + "\r\n"));
  peer.accept(head);
  EXPECT_EQ(client.next(), "open");
}

TEST(ClientConnect, TheSubprotocolThatTheHubChoosesIsKnown) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.options.subprotocols = {"one", "two"};
  client.connect();
  auto peer = hub.accept();
  const auto head = peer.read_head();
  EXPECT_THAT(head, HasSubstr("\r\nSec-WebSocket-Protocol: one, two\r\n"));
  peer.accept(head, "Sec-WebSocket-Protocol: two\r\n");
  EXPECT_EQ(client.next(), "open");
  client.call([&] { EXPECT_EQ(client.client->subprotocol(), "two"); });
}

TEST(ClientConnect, ASubprotocolThatWasNotOfferedFailsTheConnection) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.connect();
  auto peer = hub.accept();
  peer.accept(peer.read_head(), "Sec-WebSocket-Protocol: other\r\n");
  EXPECT_EQ(client.next(), "failed: the hub at " + at(hub) + " chose a subprotocol that wasn't offered");
  peer.wait_for_end();
}

TEST(ClientConnect, NobodyThereIsSaidWithTheAddressThatWasTried) {
  const auto nobody = fake::nobody();
  Client client(nobody);
  client.connect();
  EXPECT_EQ(client.next(), "failed: no connection to the hub at ws://" + nobody.to_string() + ": " +
                               nobody.to_string() + ": connection refused");
}

TEST(ClientConnect, ANameThatIsNoneIsSaid) {
  Client client({"no-such-host.invalid", 1});
  client.connect();
  EXPECT_THAT(client.next(), StartsWith("failed: no connection to the hub at ws://no-such-host.invalid:1: the name "
                                        "no-such-host.invalid can't be looked up: "));
}

TEST(ClientConnect, AnotherHttpStatusIsNamedInOurWords) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.connect();
  auto peer = hub.accept();
  peer.read_head();
  peer.send_raw("HTTP/1.1 403 Go away and never come back\r\nContent-Length: 2\r\n\r\nno");
  EXPECT_EQ(client.next(),
            "failed: the hub at " + at(hub) + " answered HTTP 403 (Forbidden) instead of opening a WebSocket");
}

TEST(ClientConnect, ItsTokenIsShownInTheRequestAndNowhereElse) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.options.token = "0123456789abcdef";
  client.options.subprotocols = {"one"};
  client.connect();
  auto peer = hub.accept();
  const auto head = peer.read_head();
  EXPECT_THAT(head, HasSubstr("\r\nAuthorization: Bearer 0123456789abcdef\r\n"));
  EXPECT_THAT(head, HasSubstr("\r\nSec-WebSocket-Protocol: one\r\n"));
  Client without(hub.endpoint());
  without.connect();
  EXPECT_THAT(hub.accept().read_head(), Not(HasSubstr("Authorization")));
}

TEST(ClientConnect, AHubThatAsksForATokenIsToldFromOneThatTakesAnother) {
  const std::pair<std::string, std::string> cases[] = {
      {"", " takes nobody without a token"},
      {"a wrong token it is", " doesn't take the token that it was shown"},
  };
  for (const auto& [token, why] : cases) {
    fake::Hub hub;
    Client client(hub.endpoint());
    client.options.token = token;
    client.connect();
    auto peer = hub.accept();
    peer.read_head();
    peer.send_raw("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(client.next(), "failed: the hub at " + at(hub) + why +
                                 " (HTTP 401): one of those in its token file must be in --token-file or "
                                 "NETDUMPLINGS_TOKEN");
    client.call([&] { EXPECT_TRUE(client.client->unauthorised()); });
  }
}

TEST(ClientConnect, AServerThatIsNoHubFailsTheConnection) {
  const std::pair<std::string, std::string> cases[] = {
      {"SSH-2.0-OpenSSH_9.2\r\n\r\n", " doesn't open a WebSocket: bad version"},
      {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
       "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
       " doesn't open a WebSocket: its answer has no right Sec-WebSocket-Accept"},
      {"HTTP/1.1 200 OK\r\nX: " + std::string(20000, 'x') + "\r\n\r\n",
       " doesn't open a WebSocket: header limit exceeded"},
  };
  for (const auto& [answer, why] : cases) {
    fake::Hub hub;
    Client client(hub.endpoint());
    client.connect();
    auto peer = hub.accept();
    peer.read_head();
    peer.send_raw(answer);
    EXPECT_THAT(client.next(), ::testing::EndsWith(at(hub) + why));
  }
}

TEST(ClientConnect, AConnectionThatEndsInTheHandshakeFails) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.connect();
  hub.accept().read_head();
  EXPECT_EQ(client.next(),
            "failed: what listens at " + at(hub) + " closed the connection instead of opening a WebSocket");
}

TEST(ClientConnect, AHubThatDoesNotAnswerTheHandshakeFailsAfterTheTimeLimit) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.options.timeouts.connect = 100ms;
  client.connect();
  auto peer = hub.accept();
  EXPECT_EQ(client.next(),
            "failed: what listens at " + at(hub) + " took the connection but opened no WebSocket within 0.1 s");
  peer.wait_for_end();
}

// Messages.

TEST(ClientMessages, TextAndBinaryAndFragmentsArriveWholeAndInOrder) {
  fake::Hub hub;
  Client client(hub.endpoint());
  auto peer = client.open(hub);
  peer.send_frame(Opcode::text, "one");
  peer.send_frame(Opcode::binary, "two");
  peer.send_frame(Opcode::text, "thr", false);
  peer.send_frame(Opcode::ping, "between");
  peer.send_frame(Opcode::continuation, "ee");
  peer.send_frame(Opcode::text, "");
  EXPECT_EQ(client.next(), "text: one");
  EXPECT_EQ(client.next(), "binary: two");
  EXPECT_EQ(client.next(), "text: three");
  EXPECT_EQ(client.next(), "text: ");
  const auto pong = peer.read_frame();
  EXPECT_EQ(pong.opcode, Opcode::pong);
  EXPECT_EQ(pong.payload, "between");
}

TEST(ClientMessages, WhatComesRightBehindTheHandshakeIsNotLost) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.connect();
  auto peer = hub.accept();
  std::string frame(2 + 5, '\0');
  write_server_header(Opcode::text, 5, frame.data());
  frame.replace(2, 5, "early");
  peer.accept(peer.read_head(), "\r\n" + frame);  // the empty line, then the frame, in one segment
  EXPECT_EQ(client.next(), "open");
  EXPECT_EQ(client.next(), "text: early");
}

TEST(ClientMessages, EachTextIsOneMaskedFrameAndNoMaskComesTwice) {
  fake::Hub hub;
  Client client(hub.endpoint());
  auto peer = client.open(hub);
  std::vector<std::string> texts;
  for (const std::size_t size : {0U, 1U, 125U, 126U, 65535U, 65536U, 1U << 20}) texts.emplace_back(size, 'x');
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  client.call([&] { client.client->send(views); });
  std::set<std::array<char, 4>> masks;
  for (const auto& text : texts) {
    const auto frame = peer.read_frame();
    EXPECT_EQ(frame.opcode, Opcode::text);
    EXPECT_TRUE(frame.payload == text) << text.size();
    masks.insert(frame.mask);
  }
  EXPECT_EQ(masks.size(), texts.size());
}

TEST(ClientMessages, PingsAreAnsweredBetweenFramesWhileSending) {
  fake::Hub hub;
  Client client(hub.endpoint());
  int sent = 0;
  bool answered = false;  // both are the client's thread's
  const std::string text(3000, 'x');
  client.on_drained = [&] {
    for (int i = 0; i < 20 && !answered; ++i) client.client->send(std::to_string(sent++) + text);
  };
  auto peer = client.open(hub, 4096);
  client.call(client.on_drained);
  peer.send_frame(Opcode::ping, "still there?");
  int received = 0;
  auto frame = peer.read_frame();
  for (; frame.opcode != Opcode::pong; frame = peer.read_frame()) {
    ASSERT_EQ(frame.payload, std::to_string(received++) + text);
  }
  EXPECT_EQ(frame.payload, "still there?");
  client.call([&] { answered = true; });
  client.send("end");
  for (frame = peer.read_frame(); frame.payload != "end"; frame = peer.read_frame()) {
    ASSERT_EQ(frame.payload, std::to_string(received++) + text);
  }
  client.call([&] { EXPECT_EQ(received, sent); });
}

TEST(ClientMessages, WhatWasGivenToTheKernelIsKnownWhenTheConnectionIsCut) {
  fake::Hub hub;
  Client client(hub.endpoint());
  auto peer = client.open(hub, 4096);
  const std::string text(10000, 'x');
  const std::vector<std::string_view> texts(2000, text);
  client.call([&] {
    client.client->send(texts);
    EXPECT_GT(client.client->pending(), 2000U * 10000U);
  });
  for (int i = 0; i < 10; ++i) peer.read_frame();
  peer.reset();
  EXPECT_EQ(client.next(), "closed: no close frame received");
  client.call([&] {
    EXPECT_GE(client.client->messages_given(), 10U);
    EXPECT_LT(client.client->messages_given(), 2000U);
    EXPECT_EQ(client.client->pending(), 0U);
  });
}

// What a hub may not do.

TEST(ClientRefuses, AMessageThatIsTooLargeIsAnsweredWith1009) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.options.max_message = 1000;
  auto peer = client.open(hub);
  peer.send_frame(Opcode::text, std::string(1000, 'x'));
  EXPECT_EQ(client.next(), "text: " + std::string(1000, 'x'));
  peer.send_frame(Opcode::text, std::string(600, 'x'), false);
  peer.send_frame(Opcode::continuation, std::string(600, 'x'));
  EXPECT_EQ(client.next(), "closed: sent 1009 (message too big); no close frame received");
  EXPECT_EQ(peer.read_frame().payload, "\x03\xf1");
  peer.wait_for_end();
}

std::string close_payload_of(const std::string& code) {
  const int number = std::stoi(code);
  return {static_cast<char>(number >> 8), static_cast<char>(number)};
}

TEST(ClientRefuses, WhatBreaksTheProtocolIsAnsweredWithItsCode) {
  const std::pair<std::string, std::string> cases[] = {
      {"\x81\x02\xc3\x28", "1007 (invalid data)"},                            // no UTF-8
      {"\x81\x81xxxxy", "1002 (protocol error)"},                             // masked
      {"\xc1\x01y", "1002 (protocol error)"},                                 // a reserved bit
      {"\x83\x01y", "1002 (protocol error)"},                                 // a reserved opcode
      {std::string("\x80\x01y"), "1002 (protocol error)"},                    // nothing to continue
      {std::string("\x09\x01y"), "1002 (protocol error)"},                    // a ping in fragments
      {std::string("\x88\x01\x03"), "1002 (protocol error)"},                 // half a close code
      {"\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", "1002 (protocol error)"},  // a length of 2^64 - 1
      {"\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", "1009 (message too big)"},
      {"\x88\x03\x03\xe8\xff", "1007 (invalid data)"},  // a reason that is no UTF-8
      {"\x88\x02\x13\x88", "1002 (protocol error)"},    // code 5000
  };
  for (const auto& [bytes, code] : cases) {
    fake::Hub hub;
    Client client(hub.endpoint());
    auto peer = client.open(hub);
    peer.send_raw(bytes);
    EXPECT_EQ(client.next(), "closed: sent " + code + "; no close frame received");
    const auto answer = peer.read_frame();
    EXPECT_EQ(answer.opcode, Opcode::close);
    EXPECT_EQ(answer.payload, close_payload_of(code));
    peer.wait_for_end();
  }
}

// Closing.

TEST(ClientClose, CloseGoesBehindAllThatWasSentAndTheAnswerIsTold) {
  fake::Hub hub;
  Client client(hub.endpoint());
  auto peer = client.open(hub);
  client.call([&] {
    for (int i = 0; i < 1000; ++i) client.client->send(std::to_string(i));
    client.client->close(4102, "dumpling eater is full");
    client.client->close(1000, "a second call changes nothing");
  });
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(peer.read_frame().payload, std::to_string(i));
  const auto close = peer.read_frame();
  EXPECT_EQ(close.opcode, Opcode::close);
  EXPECT_EQ(close.payload,
            "\x10\x06"
            "dumpling eater is full");
  peer.send_frame(Opcode::text, "too late to be told");
  peer.send_close(4102, "bye");
  EXPECT_EQ(client.next(), "closed: received 4102 (private use) bye");
  peer.wait_for_end();
}

TEST(ClientClose, AHubThatDoesNotAnswerIsLeftAfterTheTimeout) {
  fake::Hub hub;
  Client client(hub.endpoint());
  auto peer = client.open(hub);
  client.call([&] { client.client->close(1000, "", 50ms); });
  EXPECT_EQ(client.next(), "closed: no close frame received");
  EXPECT_EQ(peer.read_frame().opcode, Opcode::close);
  peer.wait_for_end();
}

TEST(ClientClose, AHubThatTakesNothingIsLeftAfterTheTimeout) {
  fake::Hub hub;
  Client client(hub.endpoint());
  auto peer = client.open(hub, 4096);
  const std::string text(1 << 20, 'x');
  client.call([&] {
    for (int i = 0; i < 16; ++i) client.client->send(text);
    client.client->close(1000, "", 50ms);
  });
  EXPECT_EQ(client.next(), "closed: no close frame received");
  peer.wait_for_end();
}

TEST(ClientClose, TheHubsCloseIsAnsweredWithItsCodeAndNothingFollowsTheAnswer) {
  fake::Hub hub;
  Client client(hub.endpoint());
  auto peer = client.open(hub, 4096);
  const std::string text(100000, 'x');
  client.on_drained = [&] { client.client->send(text); };
  client.call(client.on_drained);
  peer.read_frame();
  peer.send_close(1001, "for today");
  Opcode last = Opcode::text;
  EXPECT_THROW(
      {
        for (;;) {
          const auto frame = peer.read_frame();
          EXPECT_NE(last, Opcode::close) << "something follows it";
          last = frame.opcode;
          EXPECT_TRUE(last != Opcode::close || frame.payload.starts_with("\x03\xe9"));
        }
      },
      fake::Gone);
  EXPECT_EQ(last, Opcode::close);
  EXPECT_EQ(client.next(), "closed: received 1001 (going away) for today");
}

TEST(ClientClose, ACloseIsToldEvenWhenOurAnswerCanNotGoOut) {
  fake::Hub hub;
  Client client(hub.endpoint());
  auto peer = client.open(hub, 4096);
  const std::string text(16 << 20, 'x');
  client.send(text);
  peer.send_close(1001, "");
  EXPECT_EQ(client.next(), "closed: received 1001 (going away)");
}

TEST(ClientClose, ACloseWithoutACodeIs1005) {
  fake::Hub hub;
  Client client(hub.endpoint());
  auto peer = client.open(hub);
  peer.send_frame(Opcode::close, "");
  EXPECT_EQ(client.next(), "closed: received 1005 (no status code [internal])");
}

TEST(ClientClose, AConnectionThatEndsInAFrameHasNoCloseFrame) {
  fake::Hub hub;
  Client client(hub.endpoint());
  auto peer = client.open(hub);
  peer.send_raw("\x81\x05pa");
  peer.close();
  EXPECT_EQ(client.next(), "closed: no close frame received");
}

TEST(ClientClose, BothMaySayCloseAtOnce) {
  fake::Hub hub;
  Client client(hub.endpoint());
  auto peer = client.open(hub);
  peer.send_close(1001, "");
  client.close(4101, "connection cancelled");
  EXPECT_EQ(client.next(), "closed: received 1001 (going away)");
  EXPECT_EQ(peer.read_frame().opcode, Opcode::close);
  peer.wait_for_end();
}

// A hub that falls silent.

TEST(ClientKeepalive, ASilentHubIsPingedAndKeptWhenItAnswers) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.options.timeouts.ping = 10ms;
  client.options.timeouts.silent = 10s;
  auto peer = client.open(hub);
  for (int i = 0; i < 3; ++i) {
    const auto ping = peer.read_frame();
    EXPECT_EQ(ping.opcode, Opcode::ping);
    peer.send_frame(Opcode::pong, ping.payload);
  }
  EXPECT_TRUE(client.quiet());
}

TEST(ClientKeepalive, AHubThatAnswersNoPingIsGivenUpWith1011) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.options.timeouts.ping = 10ms;
  client.options.timeouts.silent = 50ms;
  auto peer = client.open(hub);
  auto frame = peer.read_frame();
  EXPECT_EQ(frame.opcode, Opcode::ping);
  while (frame.opcode == Opcode::ping) frame = peer.read_frame();
  EXPECT_EQ(frame.opcode, Opcode::close);
  EXPECT_THAT(frame.payload, StartsWith("\x03\xf3"));
  EXPECT_EQ(client.next(), "closed: no close frame received");
}

// What stands between may take and acknowledge all that the client sends: that is no sign of its hub.
TEST(ClientKeepalive, AHubThatOnlyTakesWhatItIsSentIsGivenUp) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.options.timeouts.ping = 50ms;
  client.options.timeouts.silent = 500ms;
  auto peer = client.open(hub, 65536);
  const std::string message(1 << 20, 'x');
  for (int i = 0; i < 64; ++i) client.send(message);
  const auto began = std::chrono::steady_clock::now();
  while (client.quiet() && std::chrono::steady_clock::now() - began < fake::patience) {
    try {
      peer.read_raw(4096);
    } catch (const fake::Gone&) {
      break;
    }
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(client.next(), "closed: no close frame received");
  EXPECT_LT(client.client->messages_given(), 64U) << "it wasn't the end of what it sends";
}

// The client's end.

TEST(ClientEnd, ADestroyedClientCallsNobodyAndIsGoneForTheHub) {
  fake::Hub hub;
  Client client(hub.endpoint());
  auto peer = client.open(hub);
  client.send("last words");
  client.call([&] { client.client.reset(); });
  peer.wait_for_end();
  EXPECT_TRUE(client.quiet());
}

TEST(ClientEnd, AClientMayBeDestroyedByItsOwnHandler) {
  fake::Hub hub;
  Client client(hub.endpoint());
  client.on_message = [&] { client.client.reset(); };
  auto peer = client.open(hub);
  peer.send_frame(Opcode::text, "one");
  peer.send_frame(Opcode::text, "never seen");
  EXPECT_EQ(client.next(), "text: one");
  peer.wait_for_end();
  EXPECT_TRUE(client.quiet());
}

TEST(ClientEnd, AClientMayBeDestroyedWhileItConnects) {
  for (const auto& host : {"127.0.0.1", "no-such-host.invalid"}) {
    Client client({host, fake::nobody().port});
    client.connect();
    client.call([&] { client.client.reset(); });
  }
}

}  // namespace
}  // namespace netdumplings::net
