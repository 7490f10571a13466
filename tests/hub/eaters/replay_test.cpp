#include "hub/eaters/replay.hpp"

#include <gtest/gtest.h>

#include "hub/log/clock.hpp"

namespace netdumplings::hub {
namespace {

constexpr std::size_t log_bytes = 1 << 20;

class ReplayTest : public testing::Test {
 protected:
  void append(std::int64_t arrival_ms) {
    ASSERT_TRUE(log_.append({"dumpling", net::Opcode::text, origin_, arrival_ms}));
  }

  DumplingLog log_{log_bytes, log_bytes};
  OriginHash origin_ = OriginHasher(log_.key()).of({"C", std::nullopt, ""});
};

TEST_F(ReplayTest, LimitsNothingUnlessItIsStarted) {
  const Replay replay;
  EXPECT_EQ(replay.limit(7), 7U);
  EXPECT_FALSE(replay.leaves_stretch(7));
}

TEST_F(ReplayTest, EndsARunWhereAStretchEnds) {
  append(1000);
  append(1900);
  append(2000);
  Replay replay;
  replay.start();
  EXPECT_TRUE(replay.leaves_stretch(0));
  EXPECT_EQ(replay.begin_stretch(log_, 0), ",\"arrived\":1.0");
  EXPECT_EQ(replay.limit(3), 2U);
  EXPECT_EQ(replay.limit(1), 1U);
  EXPECT_FALSE(replay.leaves_stretch(1));
  EXPECT_TRUE(replay.leaves_stretch(2));
  EXPECT_EQ(replay.begin_stretch(log_, 2), ",\"arrived\":2.0");
}

TEST_F(ReplayTest, EndsWhenTheEaterHasCaughtUp) {
  append(milliseconds_since_epoch());
  Replay replay;
  replay.start();
  EXPECT_EQ(replay.begin_stretch(log_, 0), ",\"arrived\":null");
  EXPECT_EQ(replay.limit(7), 7U);
  EXPECT_FALSE(replay.leaves_stretch(7));
}

}  // namespace
}  // namespace netdumplings::hub
