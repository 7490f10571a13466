#include "common/os/hangup.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace netdumplings {
namespace {

enum Verdict { gone = 10, not_gone = 11 };

// Waits for a SIGHUP, which must be blocked, and judges it.
int judge(const Hangup& hangup, int ready_fd) {
  if (::write(ready_fd, "r", 1) != 1) return 1;
  sigset_t hangups;
  sigemptyset(&hangups);
  sigaddset(&hangups, SIGHUP);
  int signal = 0;
  if (sigwait(&hangups, &signal) != 0) return 2;
  return hangup.terminal_is_gone() ? gone : not_gone;
}

// Runs a process on a terminal of its own, calls `hang_up` with its id and the terminal when it waits for a SIGHUP, and
// returns its verdict.
template <class HangUp>
int verdict_on_a_terminal(HangUp hang_up, bool ignored = false) {
  std::array<int, 2> ready{};
  if (pipe(ready.data()) != 0) return -1;
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) {
    if (ignored) std::signal(SIGHUP, SIG_IGN);
    sigset_t hangups;
    sigemptyset(&hangups);
    sigaddset(&hangups, SIGHUP);
    sigprocmask(SIG_BLOCK, &hangups, nullptr);
    _exit(judge(Hangup(), ready[1]));
  }
  char byte = 0;
  if (read(ready[0], &byte, 1) != 1) return -1;
  hang_up(child, terminal);
  int status = -1;
  waitpid(child, &status, 0);
  close(ready[0]), close(ready[1]);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Hangup, MeansThatTheTerminalIsGoneWhenItIs) {
  EXPECT_EQ(verdict_on_a_terminal([](pid_t, int terminal) { close(terminal); }), gone);
}

TEST(Hangup, OfAnOperatorIsOneWhileTheTerminalIsThere) {
  int kept = -1;
  const auto hang_up = [&kept](pid_t child, int terminal) {
    kept = terminal;
    kill(child, SIGHUP);
  };
  EXPECT_EQ(verdict_on_a_terminal(hang_up), not_gone);
  close(kept);
}

TEST(Hangup, EndsNothingThatWasStartedToSurviveIt) {
  EXPECT_EQ(verdict_on_a_terminal([](pid_t, int terminal) { close(terminal); }, true), not_gone);
}

TEST(Hangup, WithoutATerminalComesFromAnOperator) {
  std::array<int, 2> ready{};
  ASSERT_EQ(pipe(ready.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    setsid();
    sigset_t hangups;
    sigemptyset(&hangups);
    sigaddset(&hangups, SIGHUP);
    sigprocmask(SIG_BLOCK, &hangups, nullptr);
    kill(getpid(), SIGHUP);
    _exit(judge(Hangup(), ready[1]));
  }
  int status = -1;
  waitpid(child, &status, 0);
  close(ready[0]), close(ready[1]);
  EXPECT_EQ(WEXITSTATUS(status), not_gone);
}

}  // namespace
}  // namespace netdumplings
