#include "kitchen/poke_schedule.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <vector>

namespace netdumplings::kitchen {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

std::vector<std::int64_t> pokes_before(PacketClock& clock, std::int64_t packet_time) {
  std::vector<std::int64_t> pokes;
  while (const auto due = clock.due(packet_time)) pokes.push_back(*due);
  return pokes;
}

TEST(PacketClock, TheFirstPokeIsAtTheFirstPacketsTime) {
  PacketClock clock(10);
  EXPECT_THAT(pokes_before(clock, 1000), ElementsAre(1000));
}

TEST(PacketClock, PokesAreWholeIntervalsAfterTheFirstPacket) {
  PacketClock clock(10);
  pokes_before(clock, 1000);
  EXPECT_THAT(pokes_before(clock, 1009), IsEmpty());
  EXPECT_THAT(pokes_before(clock, 1010), ElementsAre(1010));
  EXPECT_THAT(pokes_before(clock, 1035), ElementsAre(1020, 1030));
  EXPECT_THAT(pokes_before(clock, 1040), ElementsAre(1040));
}

TEST(PacketClock, TwelveDuePokesRunInAGap) {
  PacketClock clock(10);
  pokes_before(clock, 0);
  EXPECT_THAT(pokes_before(clock, 129), ElementsAre(10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120));
  EXPECT_THAT(pokes_before(clock, 130), ElementsAre(130)) << "the grid is still the first packet's";
}

TEST(PacketClock, AfterALongerGapTheScheduleStartsAgainAtThePacketsTime) {
  PacketClock clock(10);
  pokes_before(clock, 0);
  EXPECT_THAT(pokes_before(clock, 1'000'000'007), ElementsAre(10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120))
      << "twelve in all: none more at the gap's end";
  EXPECT_THAT(pokes_before(clock, 1'000'000'016), IsEmpty());
  EXPECT_THAT(pokes_before(clock, 1'000'000'017), ElementsAre(1'000'000'017));
}

TEST(PacketClock, AStepBackOfMoreThanOneIntervalStartsAgain) {
  PacketClock clock(10);
  pokes_before(clock, 1000);
  EXPECT_THAT(pokes_before(clock, 989), ElementsAre(989));
  EXPECT_THAT(pokes_before(clock, 999), ElementsAre(999));
  EXPECT_EQ(clock.last(), 999) << "what was before the step is forgotten";
}

TEST(PacketClock, ASmallerStepBackDoesNotMoveTheClock) {
  PacketClock clock(10);
  pokes_before(clock, 1000);
  EXPECT_THAT(pokes_before(clock, 990), IsEmpty());
  EXPECT_EQ(clock.last(), 1000);
  EXPECT_THAT(pokes_before(clock, 1009), IsEmpty());
  EXPECT_THAT(pokes_before(clock, 1010), ElementsAre(1010));
}

TEST(PacketClock, TheLastPokeIsAtTheLatestTime) {
  PacketClock clock(10);
  EXPECT_EQ(clock.last(), std::nullopt) << "no packets, no pokes";
  pokes_before(clock, 1000);
  pokes_before(clock, 1008);
  pokes_before(clock, 1003);
  EXPECT_EQ(clock.last(), 1008);
}

TEST(PacketClock, NoTimeIsTooFarAway) {
  for (const std::int64_t interval : {std::int64_t{1}, interval_from_seconds(5), highest}) {
    PacketClock clock(interval);
    for (const std::int64_t time : {std::int64_t{0}, highest, lowest, highest, highest, lowest, std::int64_t{0}}) {
      EXPECT_LE(pokes_before(clock, time).size(), 12U);
    }
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
