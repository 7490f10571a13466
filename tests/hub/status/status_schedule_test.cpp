#include "hub/status/status_schedule.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "net/loop/loop.hpp"

namespace netdumplings::hub {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST(StatusSchedule, CallsOnceInEachInterval) {
  net::Loop loop;
  int calls = 0;
  StatusSchedule schedule(loop, 20ms, [&] {
    if (++calls == 5) loop.stop();
  });
  const auto began = Clock::now();
  schedule.start();
  loop.run();
  EXPECT_GE(Clock::now() - began, 100ms);
}

TEST(StatusSchedule, AfterALongPauseCallsOnceForAllIntervalsThatArePast) {
  net::Loop loop;
  int calls = 0;
  Clock::time_point paused_until;
  StatusSchedule schedule(loop, 50ms, [&] {
    ++calls;
    if (calls == 1) {
      std::this_thread::sleep_for(275ms);
      paused_until = Clock::now();
    }
    if (calls == 3) loop.stop();
  });
  schedule.start();
  loop.run();
  EXPECT_GE(Clock::now() - paused_until, 50ms) << "the third call isn't of the time of the pause";
}

TEST(StatusSchedule, CallsNoMoreWhenItWasStopped) {
  net::Loop loop;
  int calls = 0;
  StatusSchedule schedule(loop, 1ms, [&] { ++calls; });
  net::Timer end(loop);
  end.start(50ms, [&] { loop.stop(); });
  schedule.start();
  schedule.stop();
  loop.run();
  EXPECT_EQ(calls, 0);
}

}  // namespace
}  // namespace netdumplings::hub
