#include "hub/status/census_taker.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "hub/loop_thread.hpp"

namespace netdumplings::hub {
namespace {

class CensusTakerTest : public testing::Test {
 protected:
  CensusTakerTest() {
    CensusTaker::Sources sources;
    sources.newest_eater = [this] { return newest_eater_; };
    for (int i = 0; i < 2; ++i) {
      sources.shards.emplace_back([this](auto done) { asked_.push_back(std::move(done)); });
    }
    sources.add_rest = [this](Census& census) { census.kitchens = kitchens_; };
    taker_ = std::make_unique<CensusTaker>(thread_.loop, std::move(sources));
  }
  void take() {
    thread_.do_now([this] { taker_->take([this](const Census& census) { taken_.push_back(census); }); });
  }
  // The shard that was asked first, and hasn't answered yet, has so many eaters.
  void answer(std::size_t eaters) {
    ShardReport report;
    report.eaters = eaters;
    asked_.front()(report);
    asked_.erase(asked_.begin());
    thread_.finish_posts();
  }

  std::uint64_t newest_eater_ = 0;
  std::size_t kitchens_ = 0;
  std::vector<std::function<void(ShardReport report)>> asked_;
  std::vector<Census> taken_;
  std::unique_ptr<CensusTaker> taker_;
  LoopThread thread_;
};

TEST_F(CensusTakerTest, GivesTheSumWhenTheLastShardHasAnswered) {
  take();
  EXPECT_EQ(asked_.size(), 2U);
  answer(3);
  EXPECT_TRUE(taken_.empty());
  answer(4);
  ASSERT_EQ(taken_.size(), 1U);
  EXPECT_EQ(taken_[0].eaters.eaters, 7U);
  EXPECT_GT(taken_[0].now_seconds, 1.6e9);
  EXPECT_GE(taken_[0].uptime_seconds, 0);
}

TEST_F(CensusTakerTest, AsksForTheNewestEaterFirstAndForTheRestLast) {
  newest_eater_ = 5;
  take();
  newest_eater_ = 6;
  answer(0);
  kitchens_ = 2;
  answer(0);
  EXPECT_EQ(taken_[0].newest_eater, 5U);
  EXPECT_EQ(taken_[0].kitchens, 2U);
}

TEST_F(CensusTakerTest, WhoeverAsksMeanwhileGetsTheOneThatIsBeingTaken) {
  take();
  answer(1);
  take();
  EXPECT_EQ(asked_.size(), 1U) << "nobody is asked twice";
  answer(1);
  EXPECT_EQ(taken_.size(), 2U);
}

TEST_F(CensusTakerTest, TheNextCensusBeginsAtNothing) {
  for (int i = 0; i < 2; ++i) {
    take();
    answer(1);
    answer(1);
  }
  ASSERT_EQ(taken_.size(), 2U);
  EXPECT_EQ(taken_[1].eaters.eaters, 2U);
}

}  // namespace
}  // namespace netdumplings::hub
