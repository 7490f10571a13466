#include "net/send/held_pages.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace netdumplings::net {
namespace {

class HeldPagesTest : public testing::Test {
 protected:
  std::shared_ptr<PageBatch> batch(std::size_t bytes) {
    auto made = std::make_shared<PageBatch>(budget_);
    EXPECT_TRUE(made->add(bytes));
    return made;
  }

  PageBudget budget_{1000};
};

TEST_F(HeldPagesTest, ABatchIsOutOfTheBudgetUntilNobodyHoldsIt) {
  auto pipe = batch(100);
  HeldPages one;
  HeldPages other;
  one.add(pipe, 50);
  other.add(pipe, 80);
  pipe = nullptr;
  one.release(50);
  EXPECT_TRUE(one.empty());
  EXPECT_EQ(budget_.held(), 100U);
  other.release(79);
  EXPECT_EQ(budget_.held(), 100U) << "the last byte isn't acknowledged yet";
  other.release(80);
  EXPECT_EQ(budget_.held(), 0U);
}

TEST_F(HeldPagesTest, BatchesAreReleasedInTheOrderOfSending) {
  HeldPages held;
  held.add(batch(100), 1000);
  held.add(batch(200), 5000);
  held.add(batch(400), 5001);
  held.release(999);
  EXPECT_EQ(budget_.held(), 700U);
  held.release(4999);
  EXPECT_EQ(budget_.held(), 600U);
  held.release(9000);
  EXPECT_EQ(budget_.held(), 0U);
  EXPECT_TRUE(held.empty());
}

TEST_F(HeldPagesTest, MoreOfTheSameBatchIsHeldAsOne) {
  HeldPages held;
  const auto first = batch(100);
  const auto second = batch(100);
  EXPECT_TRUE(held.add(first, 10));
  EXPECT_FALSE(held.add(first, 20));
  EXPECT_TRUE(held.add(second, 30));
  held.release(10);
  EXPECT_EQ(first.use_count(), 2) << "its later bytes are still held";
  held.release(20);
  EXPECT_EQ(first.use_count(), 1);
  EXPECT_EQ(second.use_count(), 2);
}

TEST_F(HeldPagesTest, AConnectionThatGoesHoldsNothing) {
  {
    HeldPages held;
    held.add(batch(100), 10);
    held.add(batch(100), 20);
    EXPECT_EQ(budget_.held(), 200U);
  }
  EXPECT_EQ(budget_.held(), 0U);
}

TEST_F(HeldPagesTest, ABatchGrowsOnlyAsFarAsTheBudgetGoes) {
  const auto grows = batch(600);
  EXPECT_FALSE(grows->add(500));
  EXPECT_EQ(grows->bytes(), 600U);
  EXPECT_TRUE(grows->add(400));
  EXPECT_EQ(budget_.held(), 1000U);
}

}  // namespace
}  // namespace netdumplings::net
