#include "net/loop/loop.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <memory>
#include <string>
#include <thread>

namespace netdumplings::net {
namespace {

using namespace std::chrono_literals;

TEST(Loop, PostedTasksRunInTheirOrderAndNotInsideTheCall) {
  Loop loop;
  std::string order;
  loop.post([&] {
    loop.post([&] {
      order += "c";
      loop.stop();
    });
    order += "a";
  });
  loop.post([&] { order += "b"; });
  EXPECT_EQ(order, "");
  loop.run();
  EXPECT_EQ(order, "abc");
}

TEST(Loop, AnotherThreadMayPostAndStop) {
  Loop loop;
  int count = 0;
  std::thread other([&] {
    for (int i = 0; i < 1000; ++i) loop.post([&] { ++count; });
    loop.post([&] { loop.stop(); });
  });
  loop.run();
  other.join();
  EXPECT_EQ(count, 1000);
}

TEST(Loop, WhatAHandlerThrowsComesOutOfRun) {
  Loop loop;
  loop.post([] { throw std::string("thrown"); });
  EXPECT_THROW(loop.run(), std::string);
}

TEST(Loop, TasksThatHaveNotRunGoWithTheLoop) {
  auto token = std::make_shared<int>();
  {
    Loop loop;
    loop.post([token] { FAIL(); });
    EXPECT_EQ(token.use_count(), 2);
  }
  EXPECT_EQ(token.use_count(), 1);
}

TEST(Loop, ASignalCallsItsHandlerEachTime) {
  Loop loop;
  int seen = 0;
  loop.on_signal({SIGUSR1, SIGUSR2}, [&](int signal) {
    EXPECT_EQ(signal, seen == 0 ? SIGUSR1 : SIGUSR2);
    if (++seen == 2) return loop.stop();
    std::raise(SIGUSR2);
  });
  std::raise(SIGUSR1);
  loop.run();
  EXPECT_EQ(seen, 2);
}

TEST(Timer, TimersExpireInTheOrderOfTheirTimes) {
  Loop loop;
  Timer late(loop);
  Timer early(loop);
  std::string order;
  late.start(20ms, [&] {
    order += "late";
    loop.stop();
  });
  early.start(1ms, [&] { order += "early "; });
  loop.run();
  EXPECT_EQ(order, "early late");
}

TEST(Timer, StartingAgainForgetsTheEarlierCallEvenWhenItWasDue) {
  Loop loop;
  Timer timer(loop);
  bool wrong = false;
  loop.post([&] {
    timer.start(0ns, [&] { wrong = true; });
    std::this_thread::sleep_for(1ms);  // due, but this thread is busy
    timer.start(1ms, [&] { loop.stop(); });
  });
  loop.run();
  EXPECT_FALSE(wrong);
}

TEST(Timer, ACancelledOrDestroyedTimerNeverCalls) {
  Loop loop;
  Timer cancelled(loop);
  auto destroyed = std::make_unique<Timer>(loop);
  Timer end(loop);
  cancelled.start(1ms, [] { FAIL(); });
  destroyed->start(1ms, [] { FAIL(); });
  cancelled.cancel();
  destroyed.reset();
  end.start(10ms, [&] { loop.stop(); });
  loop.run();
}

TEST(Timer, ATimerMayBeStartedOrDestroyedByItsOwnCall) {
  Loop loop;
  auto timer = std::make_unique<Timer>(loop);
  int rounds = 0;
  std::function<void()> again = [&] {
    if (++rounds < 3) return timer->start(0ns, again);
    timer.reset();
    loop.stop();
  };
  timer->start(0ns, again);
  loop.run();
  EXPECT_EQ(rounds, 3);
}

}  // namespace
}  // namespace netdumplings::net
