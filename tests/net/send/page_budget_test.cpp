#include "net/send/page_budget.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace netdumplings::net {
namespace {

TEST(PageBudget, GivesNoMoreThanItHas) {
  PageBudget budget(100);
  EXPECT_TRUE(budget.take(60));
  EXPECT_FALSE(budget.take(41));
  EXPECT_EQ(budget.held(), 60U);
  EXPECT_TRUE(budget.take(40));
  EXPECT_FALSE(budget.take(1));
  budget.give_back(60);
  EXPECT_TRUE(budget.take(60));
  EXPECT_EQ(budget.held(), budget.limit());
}

TEST(PageBudget, IsKeptWhenManyThreadsTake) {
  PageBudget budget(100);
  std::atomic<bool> exceeded{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 20000; ++round) {
        const bool taken = budget.take(40);
        if (budget.held() > budget.limit()) exceeded = true;
        if (taken) budget.give_back(40);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_FALSE(exceeded);
  EXPECT_EQ(budget.held(), 0U);
}

}  // namespace
}  // namespace netdumplings::net
