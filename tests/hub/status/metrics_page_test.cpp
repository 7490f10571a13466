#include "hub/status/metrics_page.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "common/defaults.hpp"
#include "hub/loop_thread.hpp"

namespace netdumplings::hub {
namespace {

class MetricsPageTest : public testing::Test {
 protected:
  MetricsPageTest() {
    CensusTaker::Sources sources;
    sources.newest_eater = [] { return 0; };
    sources.shards.emplace_back([this](auto done) { shard_.push_back(std::move(done)); });
    sources.add_rest = [](Census&) {};
    taker_ = std::make_unique<CensusTaker>(thread_.loop, std::move(sources));
    page_ = std::make_unique<MetricsPage>(*taker_);
  }
  void ask() {
    thread_.do_now([this] { page_->ask([this](MetricsPage::Text text) { texts_.push_back(std::move(text)); }); });
  }
  void answer() {
    for (const auto& done : std::exchange(shard_, {})) done({});
    thread_.finish_posts();
  }

  std::vector<std::function<void(ShardReport report)>> shard_;
  std::vector<MetricsPage::Text> texts_;
  std::unique_ptr<CensusTaker> taker_;
  std::unique_ptr<MetricsPage> page_;
  LoopThread thread_;
};

TEST_F(MetricsPageTest, ThoseWhoAskAtTheSameTimeShareOneText) {
  for (int i = 0; i < 3; ++i) ask();
  EXPECT_EQ(shard_.size(), 1U);
  answer();
  ASSERT_EQ(texts_.size(), 3U);
  EXPECT_EQ(texts_[0], texts_[2]);
  EXPECT_TRUE(texts_[0]->starts_with("# HELP"));
  ask();
  answer();
  ASSERT_EQ(texts_.size(), 4U);
  EXPECT_NE(texts_[3], texts_[0]);
}

TEST_F(MetricsPageTest, WhileManyTextsAreUnreadTheNewestOneIsGivenAgain) {
  for (std::size_t i = 0; i < defaults::most_unread_metrics; ++i) {
    ask();
    answer();
  }
  for (int i = 0; i < 100; ++i) ask();
  EXPECT_TRUE(shard_.empty());
  ASSERT_EQ(texts_.size(), defaults::most_unread_metrics + 100);
  EXPECT_EQ(texts_.back(), texts_[defaults::most_unread_metrics - 1]);
  texts_.clear();
  ask();
  EXPECT_EQ(shard_.size(), 1U);
  answer();
  EXPECT_EQ(texts_.size(), 1U);
}

}  // namespace
}  // namespace netdumplings::hub
