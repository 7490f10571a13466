#include "kitchen/poke_schedule.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace netdumplings::kitchen {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

TEST(PacketClock, TheFirstPokeIsAtTheFirstPacketsTime) {
  PacketClock clock(10);
  EXPECT_EQ(clock.due(1000), 1000);
}

TEST(PacketClock, PokesAreWholeIntervalsAfterTheFirstPacket) {
  PacketClock clock(10);
  clock.due(1000);
  EXPECT_EQ(clock.due(1009), std::nullopt);
  EXPECT_EQ(clock.due(1010), 1010);
  EXPECT_EQ(clock.due(1029), 1020);
  EXPECT_EQ(clock.due(1030), 1030);
}

TEST(PacketClock, OfSeveralDuePokesTheFirstRunsAndTheScheduleStartsAgainAtThePacketsTime) {
  PacketClock clock(10);
  clock.due(1000);
  EXPECT_EQ(clock.due(1021), 1010);
  EXPECT_EQ(clock.due(1030), std::nullopt);
  EXPECT_EQ(clock.due(1031), 1031);
  EXPECT_EQ(clock.due(1'000'000'007), 1041) << "the same after a gap of years";
  EXPECT_EQ(clock.due(1'000'000'016), std::nullopt);
  EXPECT_EQ(clock.due(1'000'000'017), 1'000'000'017);
}

TEST(PacketClock, PacketsThatAreBehindDoNotMoveTheClock) {
  PacketClock clock(10);
  clock.due(1000);
  for (const std::int64_t time : {999, 989, 0, -1000}) EXPECT_EQ(clock.due(time), std::nullopt);
  EXPECT_EQ(clock.last(), 1000);
  EXPECT_EQ(clock.due(1009), std::nullopt);
  EXPECT_EQ(clock.due(1010), 1010);
}

TEST(PacketClock, TwoClocksThatDifferByAnHourGiveThePokesOfOne) {
  PacketClock clock(10);
  int pokes = 0;
  for (int i = 0; i < 100'000; ++i) pokes += clock.due(i / 100 + (i % 2 == 0 ? 0 : 3600)).has_value() ? 1 : 0;
  EXPECT_EQ(pokes, 2 + 99) << "one at the first packet, one at the step, one for each 10 of 999";
}

TEST(PacketClock, AfterAThousandPacketsInARowThatAreBehindItStartsAgainThere) {
  PacketClock clock(10);
  clock.due(1000);
  for (int i = 0; i < 999; ++i) EXPECT_EQ(clock.due(100), std::nullopt);
  EXPECT_EQ(clock.due(105), 105);
  EXPECT_EQ(clock.last(), 105);
  EXPECT_EQ(clock.due(115), 115);
}

TEST(PacketClock, APacketThatIsNotBehindBreaksTheRow) {
  PacketClock clock(10);
  clock.due(1000);
  for (int i = 0; i < 999; ++i) clock.due(100);
  EXPECT_EQ(clock.due(990), std::nullopt) << "an interval behind the clock is not too far";
  EXPECT_EQ(clock.due(100), std::nullopt);
  EXPECT_EQ(clock.last(), 1000);
}

TEST(PacketClock, TheLastPokeIsAtTheLatestTime) {
  PacketClock clock(10);
  EXPECT_EQ(clock.last(), std::nullopt) << "no packets, no pokes";
  clock.due(1000);
  clock.due(1008);
  clock.due(1003);
  EXPECT_EQ(clock.last(), 1008);
}

TEST(PacketClock, WhileItIsQuietTheClockMovesOnlyWithAPoke) {
  PacketClock clock(10);
  EXPECT_EQ(clock.due_while_quiet(1000), std::nullopt) << "no packets, no pokes";
  EXPECT_EQ(clock.wait(1000), std::chrono::nanoseconds::max());
  clock.due(1000);
  EXPECT_EQ(clock.wait(1004), 6ns);
  EXPECT_EQ(clock.due_while_quiet(1009), std::nullopt);
  EXPECT_EQ(clock.last(), 1000);
  EXPECT_EQ(clock.wait(1012), 0ns);
  EXPECT_EQ(clock.due_while_quiet(1012), 1010);
  EXPECT_EQ(clock.last(), 1012);
  EXPECT_EQ(clock.due(1011), std::nullopt);
  EXPECT_EQ(clock.due(1020), 1020);
}

TEST(PacketClock, NoTimeIsTooFarAway) {
  for (const std::int64_t interval : {std::int64_t{1}, interval_from_seconds(5), highest}) {
    PacketClock clock(interval);
    for (const std::int64_t time : {std::int64_t{0}, highest, lowest, highest, highest, lowest, std::int64_t{0}}) {
      EXPECT_LE(clock.due(time).value_or(lowest), time);
    }
    EXPECT_EQ(clock.last(), highest);
  }
}

TEST(SteadyClock, TheFirstPokeIsDueAtOnceAndTheNextAnIntervalLater) {
  SteadyClock clock(10s, 100s);
  EXPECT_EQ(clock.wait(100s), 0s);
  EXPECT_TRUE(clock.due(100s));
  EXPECT_FALSE(clock.due(100s));
  EXPECT_EQ(clock.wait(103s), 7s);
  EXPECT_FALSE(clock.due(109s));
  EXPECT_TRUE(clock.due(110s));
}

TEST(SteadyClock, MissedPokesAreLeftOut) {
  SteadyClock clock(10s, 100s);
  EXPECT_TRUE(clock.due(175s));
  EXPECT_FALSE(clock.due(179s));
  EXPECT_TRUE(clock.due(180s));
}

TEST(SteadyClock, AnIntervalOfCenturiesIsDueOnlyOnce) {
  SteadyClock clock(std::chrono::nanoseconds::max(), 1s);
  EXPECT_TRUE(clock.due(1s));
  EXPECT_FALSE(clock.due(1000000s));
}

TEST(PokeInterval, SecondsBecomeNanosecondsThatTheClocksCanCount) {
  EXPECT_EQ(interval_from_seconds(5), 5'000'000'000);
  EXPECT_EQ(interval_from_seconds(0.5), 500'000'000);
  EXPECT_EQ(interval_from_seconds(1e-30), 1);
  EXPECT_EQ(interval_from_seconds(1e300), 9'000'000'000'000'000'000);
}

}  // namespace
}  // namespace netdumplings::kitchen
