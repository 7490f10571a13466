#include "kitchen/hub_link.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/base_sink.h>

#include <algorithm>
#include <future>
#include <mutex>
#include <optional>
#include <thread>

#include "fake_hub.hpp"
#include "scratch_folder.hpp"

namespace netdumplings::kitchen {
namespace {

using namespace std::chrono_literals;
using net::Opcode;
using ::testing::HasSubstr;
using ::testing::Not;
namespace fake = net::fake;

const std::string card = R"({"kitchen_name":"test"})";

/// What was logged, with its level in front.
class LogLines : public spdlog::sinks::base_sink<std::mutex> {
 public:
  std::string text() {
    const std::scoped_lock lock(mutex_);
    return text_;
  }
  /// Waits until `line` has been logged `times` times.
  void wait_for(const std::string& line, int times) {
    const auto end = std::chrono::steady_clock::now() + fake::patience;
    while (count(line) < times && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
    EXPECT_GE(count(line), times) << line;
  }
  int count(const std::string& line) {
    const auto all = text();
    int found = 0;
    for (auto at = all.find(line); at != all.npos; at = all.find(line, at + 1)) ++found;
    return found;
  }

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const auto level = spdlog::level::to_string_view(message.level);
    text_ += std::string(level.data(), level.size()) + " " +
             std::string(message.payload.data(), message.payload.size()) + "\n";
  }
  void flush_() override {}

  std::string text_;
};

/// A link and what it logged.
struct Kitchen {
  explicit Kitchen(const net::Endpoint& hub) {
    options.hub = hub;
    options.kitchen_name = "test";
    options.card = card;
  }

  HubLink& start(std::unique_ptr<Spool> spool = nullptr) {
    auto logger = std::make_shared<spdlog::logger>("test", log);
    logger->set_level(spdlog::level::debug);
    link = std::make_unique<HubLink>(options, logger, std::move(spool));
    link->start();
    return *link;
  }

  HubLinkOptions options;
  std::shared_ptr<LogLines> log = std::make_shared<LogLines>();
  std::unique_ptr<HubLink> link;
};

void expect_sum(const DeliveryCounts& counts) {
  EXPECT_EQ(counts.made, counts.delivered + counts.waiting + counts.dropped());
}

fake::Peer welcome(fake::Hub& hub, int receive_buffer = 0) {
  auto peer = hub.accept(receive_buffer);
  peer.accept();
  EXPECT_EQ(peer.read_frame().payload, card);
  return peer;
}

std::future<HubLinkReport> finishing(HubLink& link, std::optional<std::chrono::nanoseconds> timeout = {}) {
  return std::async(std::launch::async, [&link, timeout] { return link.finish(timeout); });
}

std::string numbered(int number, std::size_t size = 20) {
  auto text = std::to_string(number);
  return text + std::string(size - std::min(size, text.size()), ' ');
}

/// Reads numbered dumplings up to the Close, answers that, and returns the numbers.
std::vector<int> serve_to_the_end(fake::Peer& peer) {
  std::vector<int> numbers;
  for (auto frame = peer.read_message(); frame.opcode != Opcode::close; frame = peer.read_message()) {
    numbers.push_back(std::stoi(frame.payload));
  }
  peer.send_close(1000);
  return numbers;
}

std::vector<int> from_to(int first, int end) {
  std::vector<int> numbers;
  for (int i = first; i < end; ++i) numbers.push_back(i);
  return numbers;
}

TEST(HubLink, TheCardComesFirstThenEachDumplingInOrderThenClose) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  kitchen.options.when_full = WhenFull::wait;
  auto& link = kitchen.start();
  auto peer = welcome(hub);
  auto packets = std::async(std::launch::async, [&] {
    for (int i = 0; i < 20000; ++i) EXPECT_TRUE(link.put(numbered(i)));
    return link.finish();
  });
  EXPECT_EQ(serve_to_the_end(peer), from_to(0, 20000));
  const auto report = packets.get();
  EXPECT_EQ(report.failure, "");
  EXPECT_EQ(report.counts.delivered, 20000U);
  expect_sum(report.counts);
  EXPECT_EQ(kitchen.log->text(),
            "info test: Connecting to the dumpling hub at ws://" + hub.endpoint().to_string() + "\n");
}

TEST(HubLink, ADumplingThatComesAloneIsSentAtOnce) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  auto peer = welcome(hub);
  for (int i = 0; i < 10; ++i) {
    link.put(numbered(i));
    EXPECT_EQ(peer.read_frame().payload, numbered(i));
  }
}

TEST(HubLink, AHubThatIsNotThereIsWaitedForAndSaidOnce) {
  const auto endpoint = fake::nobody();
  Kitchen kitchen(endpoint);
  auto& link = kitchen.start();
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(link.put(numbered(i)));
  const auto uri = "ws://" + endpoint.to_string();
  kitchen.log->wait_for("debug test: Connecting to the dumpling hub at " + uri, 2);
  fake::Hub hub("127.0.0.1", endpoint.port);
  auto peer = welcome(hub);
  auto report = finishing(link);
  EXPECT_EQ(serve_to_the_end(peer), from_to(0, 100));
  EXPECT_EQ(report.get().failure, "");
  EXPECT_EQ(kitchen.log->count("info test: Connecting to the dumpling hub at " + uri + "\n"), 1);
  EXPECT_EQ(
      kitchen.log->count("warning test: There was a problem with the dumpling hub connection. Is nd-hub available?\n"
                         "warning test: no connection to the hub at " +
                         uri + ": " + endpoint.to_string() + ": connection refused\n"),
      1);
  EXPECT_EQ(kitchen.log->count("warning"), 2);
  EXPECT_EQ(kitchen.log->count("info test: Connected to the dumpling hub at " + uri + "\n"), 1);
}

TEST(HubLink, AHubThatComesBackGetsTheCardAgainAndWhatItHadNotTaken) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  {
    auto peer = welcome(hub);
    link.put(numbered(0));
    EXPECT_EQ(peer.read_frame().payload, numbered(0));
    peer.send_close(1001, "back \x1b[31msoon");
    EXPECT_EQ(peer.read_frame().opcode, Opcode::close);
  }
  link.put(numbered(1));
  auto peer = welcome(hub);
  link.put(numbered(2));
  auto report = finishing(link);
  EXPECT_EQ(serve_to_the_end(peer), from_to(1, 3));
  EXPECT_EQ(report.get().counts.delivered, 3U);
  const auto log = kitchen.log->text();
  EXPECT_THAT(log, HasSubstr("warning test: Lost connection to the dumpling hub at ws://" + hub.endpoint().to_string() +
                             ": received 1001 (going away) back "));
  EXPECT_THAT(log, Not(HasSubstr("\x1b")));
}

// With the plain wire a killed hub takes with it what was given to the kernel, but nothing comes twice, nothing else is
// missing, and the counts say so.
TEST(HubLink, AHubThatDiesInTheMiddleOfAFrameGetsTheRestOnce) {
  constexpr int total = 3000;
  constexpr std::size_t size = 10000;
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  kitchen.options.when_full = WhenFull::wait;
  auto& link = kitchen.start();
  auto first = welcome(hub, 4096);
  auto packets = std::async(std::launch::async, [&] {
    for (int i = 0; i < total; ++i) EXPECT_TRUE(link.put(numbered(i, size)));
    return link.finish();
  });
  for (int i = 0; i < 20; ++i) EXPECT_EQ(std::stoi(first.read_frame().payload), i);
  first.read_raw(size / 2);
  first.reset();
  auto second = welcome(hub);
  const auto numbers = serve_to_the_end(second);
  ASSERT_FALSE(numbers.empty());
  EXPECT_GE(numbers.front(), 20);
  EXPECT_LT(numbers.front(), total - 1);
  EXPECT_EQ(numbers, from_to(numbers.front(), total));
  const auto report = packets.get();
  EXPECT_EQ(report.failure, "");
  EXPECT_EQ(report.counts.delivered, static_cast<std::uint64_t>(total));
  expect_sum(report.counts);
}

TEST(HubLink, LiveTheOldestDumplingsGoWhenTheHubIsAway) {
  const auto endpoint = fake::nobody();
  Kitchen kitchen(endpoint);
  kitchen.options.outbox_size = 1000;
  auto& link = kitchen.start();
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(link.put(numbered(i)));
  fake::Hub hub("127.0.0.1", endpoint.port);
  auto peer = welcome(hub);
  auto report = finishing(link);
  const auto numbers = serve_to_the_end(peer);
  ASSERT_FALSE(numbers.empty());
  EXPECT_LE(numbers.size() * 20, 1000U);
  EXPECT_EQ(numbers, from_to(numbers.front(), 1000));
  const auto counts = report.get().counts;
  EXPECT_EQ(counts.delivered, numbers.size());
  EXPECT_EQ(counts.overflow, 1000 - numbers.size());
  expect_sum(counts);
  EXPECT_THAT(kitchen.log->text(),
              HasSubstr("warning test: The outbox is full (1000 bytes): dumplings are being dropped, the "
                        "oldest first\n"));
}

TEST(HubLink, FromAFilePutWaitsForASlowHubAndNothingIsLost) {
  constexpr int total = 10000;
  constexpr std::size_t size = 2000;
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  kitchen.options.when_full = WhenFull::wait;
  kitchen.options.outbox_size = 100000;
  auto& link = kitchen.start();
  auto peer = welcome(hub, 4096);
  auto packets = std::async(std::launch::async, [&] {
    for (int i = 0; i < total; ++i) EXPECT_TRUE(link.put(numbered(i, size)));
    return link.finish();
  });
  // The hub has read nothing yet: the kernel's buffers and the outbox hold a part, the reader waits with the rest.
  while (link.counts().waiting < 40) std::this_thread::yield();
  EXPECT_LT(link.counts().made, static_cast<std::uint64_t>(total));
  EXPECT_EQ(serve_to_the_end(peer), from_to(0, total));
  EXPECT_EQ(packets.get().counts.delivered, static_cast<std::uint64_t>(total));
}

TEST(HubLink, WithoutWaitingAHubThatIsNotThereEndsTheLink) {
  Kitchen kitchen(fake::nobody());
  kitchen.options.wait_for_hub = false;
  auto& link = kitchen.start();
  while (link.put(numbered(1))) std::this_thread::yield();
  const auto report = link.finish();
  EXPECT_THAT(report.failure, HasSubstr("connection refused"));
  EXPECT_EQ(report.counts.left_at_stop, report.counts.made);
  expect_sum(report.counts);
  EXPECT_THAT(kitchen.log->text(),
              HasSubstr("error test: There was a problem with the dumpling hub connection. Is nd-hub available?\n"));
}

const std::string answer_401 = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Length: 0\r\n\r\n";

TEST(HubLink, ItsTokenIsShownToTheHubEachTime) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  kitchen.options.token = "0123456789abcdef";
  kitchen.start();
  for (int i = 0; i < 2; ++i) {
    auto peer = hub.accept();
    const auto head = peer.read_head();
    EXPECT_THAT(head, HasSubstr("\r\nAuthorization: Bearer 0123456789abcdef\r\n"));
    peer.accept(head);
    peer.reset();
  }
  EXPECT_THAT(kitchen.log->text(), Not(HasSubstr("0123456789abcdef")));
}

TEST(HubLink, AHubThatTakesNobodyWithoutATokenIsTriedAgainAndThatIsSaidOnce) {
  const auto nobody = fake::nobody();
  Kitchen kitchen(nobody);
  const std::string why = "test: the hub at ws://" + nobody.to_string() + " takes nobody without a token (HTTP 401)";
  auto& link = kitchen.start();
  EXPECT_TRUE(link.put(numbered(1)));
  kitchen.log->wait_for("warning test: no connection to the hub at ws://", 1);
  fake::Hub hub("127.0.0.1", nobody.port);
  for (int i = 0; i < 2; ++i) {
    auto peer = hub.accept();
    peer.read_head();
    peer.send_raw(answer_401);
  }
  kitchen.log->wait_for("warning " + why, 1);
  auto peer = welcome(hub);
  EXPECT_EQ(peer.read_message().payload, numbered(1));
  EXPECT_EQ(kitchen.log->count(why), 1) << kitchen.log->text();
  EXPECT_EQ(kitchen.log->count("There was a problem with the dumpling hub connection"), 1) << kitchen.log->text();
}

TEST(HubLink, WithoutWaitingAHubThatDoesNotTakeItsTokenEndsTheLink) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  kitchen.options.wait_for_hub = false;
  kitchen.options.token = "0123456789abcdef";
  auto& link = kitchen.start();
  {
    auto peer = hub.accept();
    peer.read_head();
    peer.send_raw(answer_401);
  }
  const auto report = link.finish();
  EXPECT_EQ(report.failure, "the hub at ws://" + hub.endpoint().to_string() +
                                " doesn't take the token that it was shown (HTTP 401): one of those in its token file "
                                "must be in --token-file or NETDUMPLINGS_TOKEN");
  EXPECT_EQ(kitchen.log->count("HTTP 401"), 0) << "finish() tells";
}

TEST(HubLink, WithoutWaitingALostHubEndsTheLink) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  kitchen.options.wait_for_hub = false;
  auto& link = kitchen.start();
  welcome(hub).reset();
  while (link.put(numbered(1))) std::this_thread::yield();
  EXPECT_THAT(link.finish().failure, HasSubstr("no close frame received"));
}

TEST(HubLink, CancelledItFlushesAndCloses4101) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  auto peer = welcome(hub);
  link.cancel();
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(link.put(numbered(i))) << "a last poke's dumplings are still wanted";
  auto report = finishing(link);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(peer.read_message().payload, numbered(i));
  const auto close = peer.read_message();
  EXPECT_EQ(close.payload,
            "\x10\x05"
            "connection cancelled");
  peer.send_close(4101);
  const auto done = report.get();
  EXPECT_EQ(done.failure, "");
  EXPECT_EQ(done.counts.delivered, 100U);
}

TEST(HubLink, CancellingEndsAPutThatWaitsAndCountsWhatIsLeft) {
  Kitchen kitchen(fake::nobody());
  kitchen.options.when_full = WhenFull::wait;
  kitchen.options.outbox_size = 1000;
  auto& link = kitchen.start();
  auto packets = std::async(std::launch::async, [&] {
    int put = 0;
    while (link.put(numbered(put))) ++put;
    return put;
  });
  while (link.counts().waiting < 1000 / 24) std::this_thread::yield();
  link.cancel();
  const int put = packets.get();
  const auto report = link.finish();
  EXPECT_NE(report.failure, "");
  EXPECT_EQ(report.counts.left_at_stop, static_cast<std::uint64_t>(put) + 1) << "those in it, and the one that waited";
  expect_sum(report.counts);
}

TEST(HubLink, CancellingEndsAFinishThatWaitsForItsHub) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  auto peer = welcome(hub, 4096);
  const std::string large(1U << 20, 'x');
  for (int i = 0; i < 16; ++i) link.put(large);
  auto report = finishing(link);
  EXPECT_EQ(report.wait_for(50ms), std::future_status::timeout) << "the hub takes nothing, and may";
  const auto before = std::chrono::steady_clock::now();
  link.cancel();
  const auto done = report.get();
  EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);
  EXPECT_THAT(done.failure, HasSubstr("did not take all dumplings in time"));
  EXPECT_GT(done.counts.left_at_stop, 0U);
  expect_sum(done.counts);
}

TEST(HubLink, FinishingEndsAtItsTimeoutWhenTheHubIsAway) {
  Kitchen kitchen(fake::nobody());
  auto& link = kitchen.start();
  link.put(numbered(1));
  const auto report = link.finish(10ms);
  EXPECT_THAT(report.failure, HasSubstr("did not take all dumplings in time"));
  EXPECT_EQ(report.counts.left_at_stop, 1U);
}

TEST(HubLink, AHubThatDoesNotAnswerOurCloseMayLackTheLastDumplings) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  auto peer = welcome(hub);
  link.put(numbered(1));
  auto report = finishing(link);
  EXPECT_EQ(peer.read_frame().payload, numbered(1));
  EXPECT_EQ(peer.read_frame().opcode, Opcode::close);
  peer.reset();
  EXPECT_THAT(report.get().failure, HasSubstr("it had not answered our Close and may lack the last dumplings"));
}

TEST(HubLink, ADumplingTooLargeForTheWireIsCountedAndNeverSent) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  auto peer = welcome(hub);
  EXPECT_TRUE(link.put(std::string(defaults::max_message + 1, 'x')));
  link.put(numbered(1));
  EXPECT_EQ(peer.read_frame().payload, numbered(1));
  EXPECT_EQ(link.counts().too_large, 1U);
  expect_sum(link.counts());
}

TEST(HubLink, AHubThatThrowsUsOutIsTriedEverMoreRarely) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  kitchen.start();
  const auto before = std::chrono::steady_clock::now();
  for (int i = 0; i < 4; ++i) {
    auto peer = welcome(hub);
    peer.send_close(1008, "no");
    peer.wait_for_end();
  }
  // At least half of 250, 500 and 1000 ms.
  EXPECT_GT(std::chrono::steady_clock::now() - before, 850ms);
}

TEST(HubLink, WithoutFinishItIsCutWhereItStands) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  auto peer = welcome(hub);
  link.put(numbered(1));
  kitchen.link.reset();
  peer.wait_for_end();
}

TEST(HubLink, ItEndsWhileItWaitsToConnectAgain) {
  Kitchen kitchen(fake::nobody());
  kitchen.start();
  kitchen.link.reset();
}

// With a hub that speaks netdumplings.v1.

struct V1Peer {
  fake::Peer peer;
  std::string session;

  void ack(int number) { peer.send_frame(Opcode::text, "{\"ack\":" + std::to_string(number) + "}"); }
  std::string read() { return peer.read_message().payload; }
  void expect(int first, int end) {
    for (int i = first; i < end; ++i) EXPECT_EQ(read(), numbered(i));
  }
};

/// A hub that takes the card and has `known` dumplings of the session.
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

TEST(HubLinkV1, DumplingsAreNumberedFromOneAndTheEndWaitsForTheAcknowledgement) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  for (int i = 1; i <= 3; ++i) link.put(numbered(i));
  auto v1 = welcome_v1(hub, 0);
  EXPECT_EQ(v1.read(), R"({"first":1})");
  v1.expect(1, 4);
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

TEST(HubLinkV1, WordsOfTheHubThatItDoesNotKnowAreIgnored) {
  fake::Hub hub;
  Kitchen kitchen(hub.endpoint());
  auto& link = kitchen.start();
  auto v1 = welcome_v1(hub, 0);
  for (const auto* word : {"{}", "[]", "x", "{\"ack\":-1}", "{\"ack\":\"1\"}", "{\"weather\":\"fine\"}"}) {
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
  for (int i = 1; i <= 3; ++i) link.put(numbered(i));
  auto v1 = welcome_v1(hub, 0);
  EXPECT_EQ(v1.read(), R"({"first":1})");
  v1.expect(1, 4);
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
  for (int i = 1; i <= 3; ++i) link.put(numbered(i));
  {
    auto v1 = welcome_v1(hub, 0);
    EXPECT_EQ(v1.read(), R"({"first":1})");
    v1.expect(1, 4);
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
