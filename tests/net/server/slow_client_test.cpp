// Clients that are silent, slow, or gone without a word.
#include "net/server_fixture.hpp"

namespace netdumplings::net {
namespace {

class SlowClientTest : public WebSocketServerTest {
 protected:
  // Makes the server send more than the kernel takes for a client that doesn't read.
  static void fill(RawClient& client) {
    client.upgrade();
    client.send("hello");
    EXPECT_EQ(client.read_frame().payload, "hello");
    try {
      for (int i = 0; i < 16; ++i) client.send(message);
    } catch (const std::exception&) {
      // It had enough before that was all, as it should with little patience.
    }
  }
  // Begins a message of 1 MiB, and leaves out its last byte.
  static void begin_message(RawClient& client) {
    client.upgrade();
    client.send("hello");
    EXPECT_EQ(client.read_frame().payload, "hello");
    const std::string frame = masked_frame(Opcode::text, message);
    client.send_bytes(std::string_view(frame).substr(0, frame.size() - 1));
  }
  static inline const std::string message = std::string(1 << 20, 'x');
};

TEST_F(SlowClientTest, SilentClientsArePingedAndDeadOnesReaped) {
  serve({.ping = 100ms, .silent = 1500ms});
  RawClient client(port_);
  client.upgrade();
  client.send("hello");
  EXPECT_EQ(client.read_frame().payload, "hello");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client.read_frame().opcode, Opcode::ping);
    client.send_bytes(masked_frame(Opcode::pong, ""));
  }
  client.read_to_end();
  EXPECT_EQ(wait_for_end().find("nothing was heard of it"), 0U);
}

// As long as it takes what was sent, be it ever so slowly: it can answer a ping only when it has read all before it.
TEST_F(SlowClientTest, OneThatReadsSlowlyIsNotTakenForDeadThoughItNeverAnswers) {
  serve({.ping = 100ms, .silent = 2s});
  RawClient client(port_, 16384);
  fill(client);
  const auto began = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - began < 4s) {
    client.read_some(1024);
    std::this_thread::sleep_for(20ms);
    ASSERT_EQ(end(), "");
  }
}

TEST_F(SlowClientTest, OneWhoseMachineIsGoneIsReapedThoughMuchIsStillPendingForIt) {
  serve({.ping = 100ms, .silent = 1s});
  RawClient client(port_, 16384);
  fill(client);
  ASSERT_TRUE(wait_for([&] { return client.all_acknowledged(); }));
  client.lose_all_that_comes();
  EXPECT_EQ(wait_for_end(), "nothing was heard of it for 1 s");
}

TEST_F(SlowClientTest, OneThatTakesNothingGetsWholeFramesAndThenIsToldWhyAndReset) {
  serve({.progress = 300ms, .close = 4s});
  RawClient client(port_, 65536);
  fill(client);
  ASSERT_TRUE(wait_for([this] { return said_close() != 0; }));
  auto frame = client.read_frame();
  int whole = 0;
  for (; frame.opcode != Opcode::close; frame = client.read_frame()) {
    ASSERT_EQ(frame.payload, message);
    ++whole;
  }
  EXPECT_GT(whole, 0);
  EXPECT_EQ(frame.close_code(), 4103U);
  EXPECT_EQ(frame.payload.substr(2), "took nothing for 0 s");
  EXPECT_TRUE(client.ends()) << "nothing follows the Close";
  EXPECT_EQ(wait_for_end(), "sent 4103 (private use) took nothing for 0 s");
}

// However little it reads after it was told: it has its time, and no more.
TEST_F(SlowClientTest, OneThatTakesNothingAndDoesNotReadOnIsResetAllTheSame) {
  serve({.progress = 300ms, .close = 200ms});
  RawClient client(port_, 4096);
  fill(client);
  EXPECT_EQ(wait_for_end().find("sent 4103"), 0U);
}

TEST_F(SlowClientTest, WhatIsUnderWayOfAllMessagesIsBoundedAndTheOldestGo) {
  unfinished_messages_ = 20 << 20;
  serve();
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 30; ++i) begin_message(*clients.emplace_back(std::make_unique<RawClient>(port_)));
  const auto frame = clients.front()->read_frame();
  EXPECT_EQ(frame.close_code(), 1008U);
  EXPECT_EQ(frame.payload.substr(2), "too many messages are under way, and this one has been for the longest time");
  const auto last = masked_frame(Opcode::text, message).substr(message.size() + 13);
  clients.back()->send_bytes(last);
  EXPECT_EQ(clients.back()->read_frame().payload, message);
}

TEST_F(SlowClientTest, OneThatNeverEndsItsMessageIsSentAwayThoughItAnswersPings) {
  serve({.message = 500ms});
  RawClient client(port_);
  client.upgrade();
  client.send("hello");
  EXPECT_EQ(client.read_frame().payload, "hello");
  client.send_bytes(masked_frame(Opcode::text, "begun", false));
  EXPECT_EQ(client.read_frame().close_code(), 1008U);
  client.send_bytes(masked_frame(Opcode::close, "\x03\xf0"));
  EXPECT_EQ(wait_for_end(), "sent 1008 (policy violation) a message took longer than 0 s");
}

}  // namespace
}  // namespace netdumplings::net
