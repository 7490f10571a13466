#include "net/server/unfinished_messages.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <vector>

namespace netdumplings::net {
namespace {

using namespace std::chrono_literals;

class UnfinishedMessagesTest : public testing::Test {
 protected:
  UnfinishedMessages::OfConnection& connect() {
    const std::size_t number = connections_.size();
    return connections_.emplace_back(all_, [this, number](const std::string& why) {
      given_up_.push_back(number);
      why_ = why;
    });
  }
  void pass(std::chrono::milliseconds time) { all_.look_at_clock(now_ += time); }

  UnfinishedMessages::Clock::time_point now_{1h};
  UnfinishedMessages all_{1000, 120s};
  std::deque<UnfinishedMessages::OfConnection> connections_;
  std::vector<std::size_t> given_up_;
  std::string why_;
};

using Numbers = std::vector<std::size_t>;

TEST_F(UnfinishedMessagesTest, TheOldestGoWhenAllTogetherNeedTooMuch) {
  auto& one = connect();
  auto& two = connect();
  auto& three = connect();
  one.holds(100, false, now_);
  two.holds(400, false, now_);
  three.holds(100, false, now_);
  one.holds(500, false, now_);
  EXPECT_EQ(all_.held(), 1000U);
  three.holds(101, false, now_);
  EXPECT_EQ(given_up_, Numbers{0}) << "it began first, though it grew last";
  EXPECT_EQ(why_, "too many messages are under way, and this one has been for the longest time");
  EXPECT_EQ(all_.held(), 501U);
  three.holds(999, false, now_);
  EXPECT_EQ(given_up_, (Numbers{0, 1}));
  EXPECT_EQ(all_.held(), 999U);
}

TEST_F(UnfinishedMessagesTest, OneThatIsTooLargeForAllTheMemoryGoesItself) {
  connect().holds(1001, false, now_);
  EXPECT_EQ(given_up_, Numbers{0});
  EXPECT_EQ(all_.held(), 0U);
}

TEST_F(UnfinishedMessagesTest, AMessageHasItsTimeFromItsFirstBytesOnHoweverItGrows) {
  auto& slow = connect();
  slow.holds(1, false, now_);
  pass(119s);
  slow.holds(2, false, now_);
  connect().holds(1, false, now_);
  EXPECT_TRUE(given_up_.empty());
  pass(1s);
  EXPECT_EQ(given_up_, Numbers{0});
  EXPECT_EQ(why_, "a message took longer than 120 s");
  pass(119s);
  EXPECT_EQ(given_up_, (Numbers{0, 1}));
}

TEST_F(UnfinishedMessagesTest, AConnectionThatIsAlwaysInTheMiddleOfAnotherMessageMayStay) {
  auto& busy = connect();
  for (int i = 0; i < 1000; ++i) {
    busy.holds(500, true, now_);
    pass(1s);
  }
  EXPECT_TRUE(given_up_.empty());
  EXPECT_EQ(all_.held(), 500U);
}

TEST_F(UnfinishedMessagesTest, WhatIsWholeOrGoneMakesRoom) {
  auto& one = connect();
  one.holds(1000, false, now_);
  one.holds(0, true, now_);
  EXPECT_EQ(all_.held(), 0U);
  connect().holds(1000, false, now_);
  connections_.pop_back();
  EXPECT_EQ(all_.held(), 0U);
  connect().holds(1000, false, now_);
  pass(1h);
  EXPECT_EQ(given_up_, Numbers{1}) << "only what was still under way";
}

}  // namespace
}  // namespace netdumplings::net
