// HubLink, and through it KitchenWire, with a hub on the plain wire: the card, the dumplings, and a hub that is away or
// slow.
#include "kitchen/hub_link_fixture.hpp"

namespace netdumplings::kitchen {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the fixture is the test's own

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
  kitchen.options.hub.token = "0123456789abcdef";
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
  kitchen.options.hub.token = "0123456789abcdef";
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

}  // namespace
}  // namespace netdumplings::kitchen
