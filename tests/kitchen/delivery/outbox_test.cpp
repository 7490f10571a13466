#include "kitchen/delivery/outbox.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {
namespace {

constexpr std::size_t bookkeeping = 4;
constexpr std::size_t plenty = std::size_t{1} << 30;

std::vector<std::string> take_all(Outbox& outbox) {
  Outbox::Batch batch;
  outbox.take(plenty, false, batch);
  return {batch.dumplings.begin(), batch.dumplings.end()};
}

void expect_nothing_uncounted(const DeliveryCounts& counts) {
  EXPECT_EQ(counts.made, counts.delivered + counts.waiting + counts.dropped());
}

void ignore() {}

TEST(Outbox, DumplingsComeOutInTheirOrder) {
  Outbox outbox(plenty, WhenFull::wait, ignore);
  std::vector<std::string> expected;
  for (int i = 0; i < 50000; ++i) {
    expected.push_back(std::to_string(i));
    EXPECT_EQ(outbox.put(expected.back()), Outbox::Put::taken);
  }
  EXPECT_EQ(take_all(outbox), expected);
  EXPECT_TRUE(take_all(outbox).empty());
}

TEST(Outbox, ATakeIsBoundedInBytes) {
  Outbox outbox(plenty, WhenFull::wait, ignore);
  const std::string text(1000, 'x');
  for (int i = 0; i < 1000; ++i) outbox.put(text);
  Outbox::Batch batch;
  auto& views = batch.dumplings;
  outbox.take(1, false, batch);
  EXPECT_GT(views.size(), 1U);
  EXPECT_LE(views.size() * text.size(), defaults::send_batch);
}

TEST(Outbox, TheFirstDumplingAfterAnEmptyTakeIsReported) {
  int reported = 0;
  Outbox outbox(plenty, WhenFull::wait, [&] { ++reported; });
  outbox.put("a");
  outbox.put("b");
  EXPECT_EQ(reported, 1);
  take_all(outbox);
  outbox.put("c");
  EXPECT_EQ(reported, 1) << "it will be found by the next take()";
  take_all(outbox);
  take_all(outbox);
  outbox.put("d");
  EXPECT_EQ(reported, 2);
}

TEST(Outbox, WhenItIsFullTheOldestIsDroppedAndCounted) {
  Outbox outbox(3 * (1 + bookkeeping), WhenFull::drop_oldest, ignore);
  for (const auto* text : {"a", "b", "c"}) EXPECT_EQ(outbox.put(text), Outbox::Put::taken);
  EXPECT_EQ(outbox.put("d"), Outbox::Put::taken_and_dropped);
  EXPECT_EQ(outbox.put("e"), Outbox::Put::taken_and_dropped);
  EXPECT_EQ(outbox.counts().overflow, 2U);
  expect_nothing_uncounted(outbox.counts());
  EXPECT_EQ(take_all(outbox), (std::vector<std::string>{"c", "d", "e"}));
}

TEST(Outbox, WhatIsBeingSentIsNeverDropped) {
  Outbox outbox(3 * (1 + bookkeeping), WhenFull::drop_oldest, ignore);
  for (const auto* text : {"a", "b", "c"}) outbox.put(text);
  Outbox::Batch batch;
  auto& views = batch.dumplings;
  outbox.take(plenty, false, batch);
  EXPECT_EQ(outbox.put("d"), Outbox::Put::dropped);
  EXPECT_EQ(views.front(), "a");
  outbox.sent(2);
  EXPECT_EQ(outbox.put("e"), Outbox::Put::taken);
  expect_nothing_uncounted(outbox.counts());
  outbox.put_back();
  EXPECT_EQ(take_all(outbox), (std::vector<std::string>{"c", "e"}));
}

TEST(Outbox, WhatWasTakenAndNotSentComesFirstAgain) {
  Outbox outbox(plenty, WhenFull::wait, ignore);
  for (const auto* text : {"a", "b", "c"}) outbox.put(text);
  take_all(outbox);
  outbox.sent(1);
  outbox.put("d");
  take_all(outbox);
  outbox.put("e");
  EXPECT_EQ(outbox.counts().waiting, 4U);
  outbox.put_back();
  EXPECT_EQ(take_all(outbox), (std::vector<std::string>{"b", "c", "d", "e"}));
  outbox.sent(4);
  EXPECT_EQ(outbox.counts().delivered, 5U);
  EXPECT_EQ(outbox.counts().waiting, 0U);
}

TEST(Outbox, ADumplingLargerThanAMessageMayBeIsDroppedAndCounted) {
  Outbox outbox(plenty, WhenFull::wait, ignore);
  EXPECT_EQ(outbox.put(std::string(defaults::max_message, 'x')), Outbox::Put::taken);
  EXPECT_EQ(outbox.put(std::string(defaults::max_message + 1, 'x')), Outbox::Put::dropped);
  EXPECT_EQ(outbox.counts().too_large, 1U);
  expect_nothing_uncounted(outbox.counts());
}

TEST(Outbox, AWaitingPutReturnsWhenThereIsRoom) {
  Outbox outbox(2 * (1 + bookkeeping), WhenFull::wait, ignore);
  outbox.put("a");
  outbox.put("b");
  std::atomic<bool> done = false;
  std::thread packets([&] {
    EXPECT_EQ(outbox.put("c"), Outbox::Put::taken);
    done = true;
  });
  EXPECT_EQ(take_all(outbox).size(), 2U);
  EXPECT_FALSE(done) << "what is taken isn't gone";
  outbox.sent(1);
  packets.join();
  expect_nothing_uncounted(outbox.counts());
}

TEST(Outbox, ADumplingLargerThanAWaitingOutboxIsTakenWhenItIsAlone) {
  Outbox outbox(10, WhenFull::wait, ignore);
  EXPECT_EQ(outbox.put(std::string(100, 'x')), Outbox::Put::taken);
}

TEST(Outbox, ClosingEndsAWaitingPutAndKeepsWhatIsThere) {
  Outbox outbox(1 + bookkeeping, WhenFull::wait, ignore);
  outbox.put("a");
  std::thread packets([&] { EXPECT_EQ(outbox.put("b"), Outbox::Put::closed); });
  outbox.close();
  packets.join();
  EXPECT_EQ(outbox.counts().made, 2U);
  EXPECT_EQ(take_all(outbox), (std::vector<std::string>{"a"}));
}

TEST(Outbox, AfterHurryDumplingsThatFindNoRoomAreLeftAtStop) {
  Outbox outbox(1 + bookkeeping, WhenFull::wait, ignore);
  outbox.put("a");
  std::thread packets([&] { EXPECT_EQ(outbox.put("b"), Outbox::Put::closed); });
  outbox.hurry();
  packets.join();
  EXPECT_EQ(outbox.counts().left_at_stop, 1U);
  expect_nothing_uncounted(outbox.counts());
  take_all(outbox);
  outbox.sent(1);
  EXPECT_EQ(outbox.put("c"), Outbox::Put::taken) << "there is room again: a last poke's dumplings go";
}

TEST(Outbox, WhatIsAbandonedIsLeftAtStop) {
  Outbox outbox(plenty, WhenFull::wait, ignore);
  for (const auto* text : {"a", "b", "c"}) outbox.put(text);
  take_all(outbox);
  outbox.sent(1);
  outbox.put("d");
  outbox.abandon();
  EXPECT_EQ(outbox.counts().left_at_stop, 3U);
  EXPECT_EQ(outbox.counts().waiting, 0U);
  expect_nothing_uncounted(outbox.counts());
}

// Two threads use every operation, and the sums are checked all the time. Also for the thread sanitizer.
TEST(Outbox, TheSumsAreEqualInEverySnapshotWhileTwoThreadsWork) {
  constexpr int total = 200000;
  for (const auto policy : {WhenFull::wait, WhenFull::drop_oldest}) {
    Outbox outbox(1U << 20, policy, ignore);
    std::thread packets([&] {
      for (int i = 0; i < total; ++i) EXPECT_NE(outbox.put(std::to_string(i)), Outbox::Put::closed);
      outbox.close();
    });
    int last = -1;
    std::uint64_t seen = 0;
    for (DeliveryCounts counts; counts.made < total || counts.waiting > 0; counts = outbox.counts()) {
      expect_nothing_uncounted(counts);
      Outbox::Batch batch;
      auto& views = batch.dumplings;
      outbox.take(10000, false, batch);
      const auto sent = seen % 3 == 0 ? views.size() / 2 : views.size();
      for (std::size_t i = 0; i < sent; ++i) {
        const int number = std::stoi(std::string(views[i]));
        EXPECT_GT(number, last);
        EXPECT_TRUE(policy == WhenFull::drop_oldest || number == last + 1);
        last = number;
      }
      seen += sent;
      outbox.sent(sent);
      outbox.put_back();
    }
    packets.join();
    EXPECT_EQ(outbox.counts().delivered, seen);
    EXPECT_EQ(outbox.counts().made, static_cast<std::uint64_t>(total));
    expect_nothing_uncounted(outbox.counts());
  }
}

// With numbers, for a hub that acknowledges.

struct Numbered {
  std::uint64_t first;
  std::vector<std::string> texts;
  friend bool operator==(const Numbered&, const Numbered&) = default;
};

Numbered take_numbered(Outbox& outbox) {
  Outbox::Batch batch;
  outbox.take(plenty, true, batch);
  return {batch.first, {batch.dumplings.begin(), batch.dumplings.end()}};
}

TEST(Outbox, NumbersAreGivenWhenDumplingsAreFirstSentAndStay) {
  Outbox outbox(plenty, WhenFull::wait, ignore);
  for (const auto* text : {"a", "b", "c"}) outbox.put(text);
  EXPECT_EQ(take_numbered(outbox), (Numbered{1, {"a", "b", "c"}}));
  outbox.put("d");
  EXPECT_EQ(take_numbered(outbox), (Numbered{4, {"d"}}));
  outbox.acknowledged(2);
  outbox.put_back();
  EXPECT_EQ(outbox.next_number(), 3U);
  outbox.put("e");
  EXPECT_EQ(take_numbered(outbox), (Numbered{3, {"c", "d", "e"}}));
  outbox.acknowledged(5);
  EXPECT_EQ(outbox.counts().delivered, 5U);
  expect_nothing_uncounted(outbox.counts());
  EXPECT_EQ(outbox.next_number(), 6U);
}

TEST(Outbox, ADumplingSentWithANumberIsNeverDroppedForWantOfRoom) {
  Outbox outbox(4 * (1 + bookkeeping), WhenFull::drop_oldest, ignore);
  for (const auto* text : {"a", "b"}) outbox.put(text);
  EXPECT_EQ(take_numbered(outbox), (Numbered{1, {"a", "b"}}));
  outbox.put_back();
  for (const auto* text : {"c", "d", "e", "f"}) outbox.put(text);
  EXPECT_EQ(outbox.counts().overflow, 2U);
  EXPECT_EQ(take_numbered(outbox), (Numbered{1, {"a", "b"}})) << "half of the outbox may be under way";
  outbox.acknowledged(2);
  EXPECT_EQ(take_numbered(outbox), (Numbered{3, {"e", "f"}})) << "no number was given to what was dropped";
  expect_nothing_uncounted(outbox.counts());
}

TEST(Outbox, OnlyWhatWasSentInThisSessionCanBeAcknowledged) {
  Outbox outbox(plenty, WhenFull::wait, ignore);
  for (const auto* text : {"a", "b"}) outbox.put(text);
  EXPECT_FALSE(outbox.acknowledged(1));
  EXPECT_EQ(take_numbered(outbox), (Numbered{1, {"a", "b"}}));
  outbox.put("c");
  for (const auto past : {std::uint64_t{3}, std::uint64_t{1} << 53, ~std::uint64_t{0}}) {
    EXPECT_FALSE(outbox.acknowledged(past)) << past;
  }
  EXPECT_EQ(outbox.counts().delivered, 0U);
  EXPECT_TRUE(outbox.acknowledged(1));
  outbox.start_session("another");
  outbox.put_back();
  EXPECT_TRUE(outbox.acknowledged(0));
  EXPECT_FALSE(outbox.acknowledged(1));
  EXPECT_EQ(outbox.next_number(), 2U);
  EXPECT_EQ(take_numbered(outbox), (Numbered{2, {"b", "c"}}));
  EXPECT_TRUE(outbox.acknowledged(3));
  EXPECT_EQ(outbox.counts().delivered, 3U);
  expect_nothing_uncounted(outbox.counts());
}

TEST(Outbox, AnAcknowledgementOfDumplingsThatWerePutBackCounts) {
  Outbox outbox(plenty, WhenFull::wait, ignore);
  for (const auto* text : {"a", "b", "c"}) outbox.put(text);
  take_numbered(outbox);
  outbox.put_back();
  outbox.acknowledged(2);
  EXPECT_EQ(take_numbered(outbox), (Numbered{3, {"c"}}));
}

TEST(Outbox, OverAPlainWireDumplingsGetNoNumbers) {
  Outbox outbox(plenty, WhenFull::wait, ignore);
  for (const auto* text : {"a", "b"}) outbox.put(text);
  EXPECT_EQ(take_all(outbox).size(), 2U);
  outbox.sent(1);
  outbox.put_back();
  EXPECT_EQ(take_numbered(outbox), (Numbered{1, {"b"}}));
}

TEST(Outbox, ARefusedDumplingIsDroppedAndItsNumberIsNotUsedAgain) {
  Outbox outbox(plenty, WhenFull::wait, ignore);
  for (const auto* text : {"a", "b"}) outbox.put(text);
  take_numbered(outbox);
  outbox.put_back();
  outbox.refuse_oldest();
  EXPECT_EQ(take_numbered(outbox), (Numbered{2, {"b"}}));
  EXPECT_EQ(outbox.counts().refused, 1U);
  expect_nothing_uncounted(outbox.counts());
}

TEST(Outbox, DumplingsThatAreTakenOneByOneStillShareSegments) {
  Outbox outbox(plenty, WhenFull::wait, ignore);
  for (int i = 0; i < 1000; ++i) {
    outbox.put(std::to_string(i));
    EXPECT_EQ(take_numbered(outbox).texts.size(), 1U);
  }
  outbox.put_back();
  EXPECT_EQ(take_numbered(outbox).texts.size(), 1000U);
}

}  // namespace
}  // namespace netdumplings::kitchen
