// Also the test of event.hpp.
#include "common/os/signal_watcher.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "common/os/event.hpp"

namespace netdumplings {
namespace {

using namespace std::chrono_literals;

bool readable(int fd) {
  pollfd poll_fd{fd, POLLIN, 0};
  return poll(&poll_fd, 1, 0) == 1;
}

TEST(SignalWatcher, ReturnsEachSignalThatCameOnceAndNoneKills) {
  const SignalWatcher watcher{SIGUSR1, SIGUSR2};
  EXPECT_EQ(watcher.take(), std::nullopt);
  EXPECT_FALSE(readable(watcher.fd()));
  kill(getpid(), SIGUSR2);
  EXPECT_TRUE(readable(watcher.fd()));
  EXPECT_EQ(watcher.take(), SIGUSR2);
  EXPECT_EQ(watcher.take(), std::nullopt);
  kill(getpid(), SIGUSR1);
  EXPECT_EQ(watcher.take(), SIGUSR1);
}

TEST(SignalWatcher, SeesSignalsWhileOtherThreadsOfTheProgramRun) {
  const SignalWatcher watcher{SIGUSR1};
  const Event end;
  std::thread other([&] {
    pollfd until_end{end.fd(), POLLIN, 0};
    poll(&until_end, 1, -1);
  });
  kill(getpid(), SIGUSR1);
  EXPECT_TRUE(readable(watcher.fd()));
  end.set();
  other.join();
  EXPECT_EQ(watcher.take(), SIGUSR1);
}

TEST(SignalWatcher, WaitsForASignalTheEndOrTheTime) {
  const SignalWatcher watcher{SIGUSR1};
  const Event end;
  EXPECT_TRUE(watcher.wait(end.fd(), 1ms));
  EXPECT_EQ(watcher.take(), std::nullopt);
  std::thread sender([] { kill(getpid(), SIGUSR1); });
  EXPECT_TRUE(watcher.wait(end.fd()));
  sender.join();
  EXPECT_EQ(watcher.take(), SIGUSR1);
  end.set();
  EXPECT_FALSE(watcher.wait(end.fd()));
}

TEST(SignalWatcher, LeavesTheSignalsBlockedWhenItGoes) {
  { const SignalWatcher watcher{SIGUSR1}; }
  kill(getpid(), SIGUSR1);
  const SignalWatcher again{SIGUSR1};
  EXPECT_EQ(again.take(), SIGUSR1);
}

}  // namespace
}  // namespace netdumplings
