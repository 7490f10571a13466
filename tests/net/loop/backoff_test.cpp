#include "net/loop/backoff.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "common/defaults.hpp"

namespace netdumplings::net {
namespace {

TEST(Backoff, EachWaitIsAtMostDoubleAndNoneIsLongerThanTheLongest) {
  Backoff backoff;
  std::chrono::nanoseconds longest = defaults::reconnect_first;
  for (int i = 0; i < 20; ++i) {
    const auto wait = backoff.next();
    EXPECT_GE(wait, longest / 2);
    EXPECT_LE(wait, longest);
    longest = std::min<std::chrono::nanoseconds>(2 * longest, defaults::reconnect_longest);
  }
}

TEST(Backoff, ASuccessMakesTheNextWaitShortAgain) {
  Backoff backoff;
  for (int i = 0; i < 10; ++i) backoff.next();
  backoff.reset();
  EXPECT_LE(backoff.next(), defaults::reconnect_first);
}

TEST(Backoff, ClientsWaitDifferently) {
  std::set<std::chrono::nanoseconds> waits;
  for (int i = 0; i < 20; ++i) waits.insert(Backoff().next());
  EXPECT_GT(waits.size(), 10U);
}

}  // namespace
}  // namespace netdumplings::net
