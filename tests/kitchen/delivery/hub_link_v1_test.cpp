// HubLink, and through it KitchenWire, with a hub that speaks netdumplings.v1.
#include "kitchen/hub_link_fixture.hpp"
#include "kitchen/scratch_folder.hpp"

namespace netdumplings::kitchen {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the fixture is the test's own

struct V1Peer {
  fake::Peer peer;
  std::string session;

  void ack(int number) { peer.send_frame(Opcode::text, "{\"ack\":" + std::to_string(number) + "}"); }
  std::string read() { return peer.read_message().payload; }
  void expect(int first, int end) {
    for (int i = first; i < end; ++i) EXPECT_EQ(read(), numbered(i));
  }
};

// A hub that takes the card and has `known` dumplings of the session.
V1Peer welcome_v1(fake::Hub& hub, int known) {
  auto peer = hub.accept();
  const auto head = peer.read_head();
  EXPECT_THAT(head, HasSubstr("Sec-WebSocket-Protocol: netdumplings.v1\r\n"));
  peer.accept(head, "Sec-WebSocket-Protocol: netdumplings.v1\r\n");
  const auto said = peer.read_message().payload;
  EXPECT_THAT(said, ::testing::MatchesRegex(R"(\{"kitchen_name":"test","session":"[0-9a-f]{32}"\})"));
  V1Peer v1{std::move(peer), said.substr(said.size() - 34, 32)};
  v1.ack(known);
  return v1;
}

// A hub that is new to the session and was sent its first three dumplings, none of which it has acknowledged.
V1Peer welcome_with_three(fake::Hub& hub, HubLink& link) {
  for (int i = 1; i <= 3; ++i) link.put(numbered(i));
  auto v1 = welcome_v1(hub, 0);
  EXPECT_EQ(v1.read(), R"({"first":1})");
  v1.expect(1, 4);
  return v1;
}

TEST(HubLinkV1, DumplingsAreNumberedFromOneAndTheEndWaitsForTheAcknowledgement) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  auto v1 = welcome_with_three(hub, link);
  auto report = finishing(link);
  v1.ack(2);
  EXPECT_EQ(report.wait_for(50ms), std::future_status::timeout);
  EXPECT_EQ(link.counts().delivered, 2U);
  v1.ack(3);
  EXPECT_EQ(v1.peer.read_message().opcode, Opcode::close);
  v1.peer.send_close(1000);
  EXPECT_EQ(report.get().failure, "");
  EXPECT_EQ(link.counts().delivered, 3U);
  expect_sum(link.counts());
}

TEST(HubLinkV1, NothingIsSentBeforeTheHubHasSaidWhatItHas) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  kitchen.options.greeting_timeout = 50ms;
  auto& link = kitchen.start();
  link.put(numbered(1));
  auto peer = hub.accept();
  peer.accept(peer.read_head(), "Sec-WebSocket-Protocol: netdumplings.v1\r\n");
  EXPECT_THAT(peer.read_message().payload, HasSubstr("session"));
  EXPECT_EQ(peer.read_message().opcode, Opcode::close) << "and nothing in between";
  peer.send_close(1008);
  auto v1 = welcome_v1(hub, 0);
  EXPECT_EQ(v1.read(), R"({"first":1})");
  v1.expect(1, 2);
}

TEST(HubLinkV1, AfterAKilledHubWhatItHasNotIsSentAgainUnderTheSameNumbers) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  for (int i = 1; i <= 10; ++i) link.put(numbered(i));
  std::string session;
  {
    auto v1 = welcome_v1(hub, 0);
    session = v1.session;
    EXPECT_EQ(v1.read(), R"({"first":1})");
    v1.expect(1, 11);
    v1.ack(3);
    while (link.counts().delivered < 3) std::this_thread::yield();
    v1.peer.reset();
  }
  link.put(numbered(11));
  auto v1 = welcome_v1(hub, 7);
  EXPECT_EQ(v1.session, session);
  EXPECT_EQ(v1.read(), R"({"first":8})");
  v1.expect(8, 12);
  v1.ack(11);
  auto report = finishing(link);
  EXPECT_EQ(v1.peer.read_message().opcode, Opcode::close);
  v1.peer.reset();
  EXPECT_EQ(report.get().failure, "") << "all is acknowledged, whatever becomes of the Close";
  EXPECT_EQ(link.counts().delivered, 11U);
}

TEST(HubLinkV1, LiveWhatIsUnderWayIsKeptAndTheOldestOfTheOthersGo) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  kitchen.options.outbox_size = 2400;  // a hundred
  auto& link = kitchen.start();
  auto v1 = welcome_v1(hub, 0);
  EXPECT_EQ(v1.read(), R"({"first":1})");
  for (int i = 1; i <= 20; ++i) link.put(numbered(i));
  v1.expect(1, 21);
  // It acknowledges none of them, and so no more than half of the outbox is under way.
  for (int i = 21; i <= 1000; ++i) EXPECT_TRUE(link.put(numbered(i)));
  while (link.counts().overflow == 0) std::this_thread::yield();
  const auto counts = link.counts();
  EXPECT_EQ(counts.delivered, 0U);
  EXPECT_LE(counts.waiting, 100U);
  expect_sum(counts);
  std::vector<int> numbers = from_to(1, 21);
  auto report = finishing(link);
  v1.ack(20);
  for (auto message = v1.peer.read_message(); message.opcode != Opcode::close; message = v1.peer.read_message()) {
    ASSERT_THAT(message.payload, Not(HasSubstr("first"))) << "no number was given to what was dropped";
    numbers.push_back(std::stoi(message.payload));
    v1.ack(static_cast<int>(numbers.size()));
  }
  v1.peer.send_close(1000);
  const auto done = report.get();
  EXPECT_EQ(done.failure, "");
  EXPECT_EQ(done.counts.delivered, numbers.size());
  EXPECT_EQ(done.counts.delivered + done.counts.overflow, 1000U);
  EXPECT_EQ(numbers.back(), 1000);
  EXPECT_TRUE(std::is_sorted(numbers.begin(), numbers.end()));
}

TEST(HubLinkV1, WhatMakesTheHubCloseTwiceIsRefusedAndTheNumbersJump) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  for (int i = 1; i <= 3; ++i) link.put(numbered(i));
  for (int time = 0; time < 2; ++time) {
    auto v1 = welcome_v1(hub, time);
    EXPECT_EQ(v1.read(), time == 0 ? R"({"first":1})" : R"({"first":2})");
    v1.expect(time + 1, 4);
    v1.peer.send_close(1009, "too large");
    v1.peer.wait_for_end();
  }
  auto v1 = welcome_v1(hub, 1);
  EXPECT_EQ(v1.read(), R"({"first":3})");
  v1.expect(3, 4);
  v1.ack(3);
  auto report = finishing(link);
  EXPECT_EQ(v1.peer.read_message().opcode, Opcode::close);
  v1.peer.send_close(1000);
  const auto done = report.get();
  EXPECT_EQ(done.counts.refused, 1U);
  EXPECT_EQ(done.counts.delivered, 2U);
  expect_sum(done.counts);
  EXPECT_THAT(kitchen.log->text(), HasSubstr("closed the connection twice over the same dumpling (received 1009 "
                                             "(message too big) too large): it is dropped"));
}

// Three dumplings were sent, the first two are acknowledged, and then the hub says each of these.
TEST(HubLinkV1, AfterAFalseAcknowledgementANewSessionBeginsWithWhatIsUnacknowledged) {
  const struct {
    const char* word;
    const char* why;
  } cases[] = {
      {R"({"ack":4})", "acknowledged dumpling 4, which it was never sent"},
      {R"({"ack":9007199254740992})", "acknowledged dumpling 9007199254740992, which it was never sent"},
      {R"({"ack":9007199254740993})", "acknowledged dumpling 9007199254740993, which it was never sent"},
      {R"({"ack":18446744073709551615})", "acknowledged dumpling 18446744073709551615, which it was never sent"},
      {R"({"ack":18446744073709551616})", "acknowledged dumpling 18446744073709551615, which it was never sent"},
      {R"({"ack":1e300})", "acknowledged dumpling 18446744073709551615, which it was never sent"},
      {R"({"ack":1})", "acknowledged dumpling 1 after dumpling 2"},
      {R"({"ack":0})", "acknowledged dumpling 0 after dumpling 2"},
  };
  for (const auto& c : cases) {
    fake::Hub hub;
    Kitchen kitchen(hub.endpoint());
    auto& link = kitchen.start();
    std::string session;
    {
      auto v1 = welcome_with_three(hub, link);
      session = v1.session;
      v1.ack(2);
      while (link.counts().delivered < 2) std::this_thread::yield();
      v1.peer.send_frame(Opcode::text, c.word);
      v1.ack(3);  // nothing of this session counts any more
      EXPECT_EQ(v1.peer.read_message().opcode, Opcode::close) << c.word;
      v1.peer.send_close(1008);
    }
    auto v1 = welcome_v1(hub, 0);
    EXPECT_NE(v1.session, session) << c.word;
    EXPECT_EQ(link.counts().delivered, 2U) << c.word;
    link.put(numbered(4));
    EXPECT_EQ(v1.read(), R"({"first":3})") << c.word;
    v1.expect(3, 5);
    v1.ack(4);
    auto report = finishing(link);
    EXPECT_EQ(v1.peer.read_message().opcode, Opcode::close);
    v1.peer.send_close(1000);
    EXPECT_EQ(report.get().counts.delivered, 4U) << c.word;
    EXPECT_THAT(kitchen.log->text(), HasSubstr(std::string(c.why) + ": a new session begins")) << c.word;
  }
}

TEST(HubLinkV1, AFalseAnswerToTheCardBeginsANewSessionToo) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  link.put(numbered(1));
  std::string session;
  {
    auto v1 = welcome_v1(hub, 7);
    session = v1.session;
    EXPECT_EQ(v1.peer.read_message().opcode, Opcode::close) << "and nothing in between";
    v1.peer.send_close(1008);
  }
  auto v1 = welcome_v1(hub, 0);
  EXPECT_NE(v1.session, session);
  EXPECT_EQ(v1.read(), R"({"first":1})");
  v1.expect(1, 2);
}

TEST(HubLinkV1, WordsOfTheHubThatItDoesNotKnowAreIgnored) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  auto v1 = welcome_v1(hub, 0);
  for (const auto* word : {"{}", "[]", "x", "{\"ack\":-1}", "{\"ack\":\"1\"}", "{\"ack\":null}", "{\"ack\":0.5}",
                           "{\"ack\":[9]}", "[{\"ack\":9}]", "{\"ack\":9", "{\"first\":9}", "{\"weather\":\"fine\"}"}) {
    v1.peer.send_frame(Opcode::text, word);
  }
  EXPECT_EQ(v1.read(), R"({"first":1})");
  link.put(numbered(1));
  v1.expect(1, 2);
  EXPECT_EQ(link.counts().delivered, 0U);
}

TEST(HubLinkV1, InterruptedItGivesTheAcknowledgementsAMomentAndSaysWhatIsLeft) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  auto v1 = welcome_with_three(hub, link);
  link.cancel();
  auto report = finishing(link);
  v1.ack(2);
  EXPECT_EQ(v1.peer.read_message().payload,
            "\x10\x05"
            "connection cancelled");
  v1.peer.send_close(4101);
  const auto done = report.get();
  EXPECT_THAT(done.failure, HasSubstr("did not take all dumplings in time"));
  EXPECT_EQ(done.counts.left_at_stop, 1U);
  expect_sum(done.counts);
}

TEST(HubLinkV1, AHubOfTheOldKindInItsPlaceGetsThePlainWire) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  {
    auto v1 = welcome_with_three(hub, link);
    v1.peer.reset();
  }
  auto peer = welcome(hub);
  auto report = finishing(link);
  EXPECT_EQ(serve_to_the_end(peer), from_to(1, 4)) << "at least once";
  EXPECT_EQ(report.get().counts.delivered, 3U);
}

TEST(HubLinkV1, ASpoolKeepsWhatTheHubDidNotTakeForTheNextRun) {
  const testing::ScratchFolder folder;
  const auto endpoint = fake::nobody();
  const auto spool = [&] { return std::move(Spool::open(folder.path(), std::size_t{64} << 20, "me").value()); };
  {
    Kitchen kitchen(endpoint);
    auto& link = kitchen.start(spool());
    for (int i = 1; i <= 3; ++i) link.put(numbered(i));
    link.cancel();
    const auto report = link.finish();
    EXPECT_NE(report.failure, "");
    EXPECT_EQ(report.counts.waiting, 3U);
    EXPECT_EQ(report.counts.left_at_stop, 0U);
  }
  fake::Hub hub("127.0.0.1", endpoint.port);
  Kitchen kitchen(endpoint);
  auto& link = kitchen.start(spool());
  link.put(numbered(4));
  auto v1 = welcome_v1(hub, 0);
  EXPECT_EQ(v1.read(), R"({"first":1})");
  v1.expect(1, 5);
  v1.ack(4);
  auto report = finishing(link);
  EXPECT_EQ(v1.peer.read_message().opcode, Opcode::close);
  v1.peer.send_close(1000);
  const auto done = report.get();
  EXPECT_EQ(done.failure, "");
  EXPECT_EQ(done.counts.found, 3U);
  EXPECT_EQ(done.counts.delivered, 4U);
}

}  // namespace
}  // namespace netdumplings::kitchen
