#include "kitchen/stop_signals.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <future>

namespace netdumplings::kitchen {
namespace {

using namespace std::chrono_literals;

constexpr auto far_longer_than_needed = 60s;

bool readable(int fd) {
  pollfd poll_fd{fd, POLLIN, 0};
  return poll(&poll_fd, 1, 0) == 1;
}

// Runs `body` in a process of its own, so that signals end nothing else. Returns the process's wait status.
template <class Body>
int in_own_process(Body body) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  int status = -1;
  waitpid(child, &status, 0);
  return status;
}

bool came(std::promise<void>& promise) {
  return promise.get_future().wait_for(far_longer_than_needed) == std::future_status::ready;
}

TEST(StopSignals, TheFirstSignalOfEitherKindAsksForAStop) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const int status = in_own_process([signal] {
      StopSignals stop;
      std::promise<void> reported;
      stop.watch([&] { reported.set_value(); }, [] {});
      if (stop.requested() || readable(stop.fd())) return 1;
      kill(getpid(), signal);
      if (!came(reported)) return 2;
      return stop.requested() && readable(stop.fd()) ? 0 : 3;
    });
    EXPECT_EQ(status, 0) << signal;
  }
}

TEST(StopSignals, TheSecondSignalEndsTheProcessAtOnce) {
  const int status = in_own_process([] {
    StopSignals stop;
    std::promise<void> reported;
    stop.watch([&] { reported.set_value(); }, [] {});
    kill(getpid(), SIGINT);
    if (!came(reported)) return 2;
    kill(getpid(), SIGINT);
    for (;;) pause();
  });
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 1);
}

TEST(StopSignals, AHangupIsReportedAsOftenAsItComesAndStopsNothing) {
  const int status = in_own_process([] {
    StopSignals stop;
    std::promise<void> once;
    std::promise<void> twice;
    int hangups = 0;
    stop.watch([] {}, [&] { (++hangups == 1 ? once : twice).set_value(); });
    kill(getpid(), SIGHUP);
    if (!came(once)) return 2;
    kill(getpid(), SIGHUP);
    if (!came(twice)) return 3;
    return stop.requested() ? 4 : 0;
  });
  EXPECT_EQ(status, 0);
}

TEST(StopSignals, AHangupBeforeTheWatchIsReportedByTheWatch) {
  const int status = in_own_process([] {
    StopSignals stop;
    kill(getpid(), SIGHUP);
    std::promise<void> reported;
    stop.watch([] {}, [&] { reported.set_value(); });
    return came(reported) && !stop.requested() ? 0 : 2;
  });
  EXPECT_EQ(status, 0);
}

TEST(StopSignals, TheLossOfTheTerminalAsksForAStop) {
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) {
    StopSignals stop;
    std::promise<void> reported;
    stop.watch([&] { reported.set_value(); }, [] {});
    if (::write(STDOUT_FILENO, "ready", 5) != 5) _exit(3);
    _exit(came(reported) && stop.requested() ? 0 : 2);
  }
  char byte = 0;
  ASSERT_EQ(::read(terminal, &byte, 1), 1);
  ::close(terminal);
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(StopSignals, BeforeTheWatchASignalKills) {
  const int status = in_own_process([] {
    const StopSignals stop;
    kill(getpid(), SIGTERM);
    return 1;
  });
  EXPECT_TRUE(WIFSIGNALED(status));
}

TEST(StopSignals, AStopThatIsNotNoticedIsReportedOnce) {
  const int status = in_own_process([] {
    StopSignals stop;
    std::promise<void> reported;
    stop.watch([] {}, [] {});
    stop.when_stuck([&] { reported.set_value(); });  // twice would throw
    kill(getpid(), SIGINT);
    return came(reported) ? 0 : 2;
  });
  EXPECT_EQ(status, 0);
}

TEST(StopSignals, WithoutASignalNothingIsReported) {
  StopSignals stop;
  stop.watch([] { FAIL(); }, [] { FAIL(); });
  stop.when_stuck([] { FAIL(); });
  stop.when_stuck({});
  EXPECT_FALSE(stop.requested());
}

}  // namespace
}  // namespace netdumplings::kitchen
