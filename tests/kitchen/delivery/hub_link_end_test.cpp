// How a link ends: finished, cancelled, cut; and what it leaves.
#include "kitchen/hub_link_fixture.hpp"

namespace netdumplings::kitchen {
namespace {

using namespace testing;  // NOLINT(google-build-using-namespace): the fixture is the test's own

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

}  // namespace
}  // namespace netdumplings::kitchen
