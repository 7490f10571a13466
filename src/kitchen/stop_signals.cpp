#include "kitchen/stop_signals.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>
#include <utility>

#include "common/cli/cli.hpp"
#include "common/defaults.hpp"

namespace netdumplings::kitchen {
namespace {

FileDescriptor checked(int fd) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "no descriptor for signals");
  return FileDescriptor(fd);
}

FileDescriptor new_event() { return checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)); }

void make_readable(const FileDescriptor& event) {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(event.get(), &one, sizeof one);
}

sigset_t stop_signal_set() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGHUP);
  return set;
}

}  // namespace

StopSignals::StopSignals() : stop_(new_event()), end_(new_event()) {}

StopSignals::~StopSignals() {
  if (!thread_.joinable()) return;
  make_readable(end_);
  thread_.join();
}

void StopSignals::watch(std::function<void()> on_stop, std::function<void()> on_hangup) {
  const sigset_t set = stop_signal_set();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_ = checked(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  thread_ =
      std::thread([this, on_stop = std::move(on_stop), on_hangup = std::move(on_hangup)] { run(on_stop, on_hangup); });
}

void StopSignals::when_stuck(std::function<void()> on_stuck) {
  const std::scoped_lock lock(mutex_);
  on_stuck_ = std::move(on_stuck);
}

void StopSignals::run(const std::function<void()>& on_stop, const std::function<void()>& on_hangup) {
  bool in_grace = false;
  while (wait(in_grace)) {
    signalfd_siginfo signal{};
    if (::read(signals_.get(), &signal, sizeof signal) != sizeof signal) {
      if (in_grace) tell_stuck();
      in_grace = false;
      continue;
    }
    if (signal.ssi_signo == SIGHUP && on_hangup) {
      on_hangup();
      continue;
    }
    if (requested_) _exit(cli::exit_failed);
    requested_ = true;
    make_readable(stop_);
    on_stop();
    in_grace = true;
  }
}

/// Until a signal came or the grace is over; false when it is time to end.
bool StopSignals::wait(bool in_grace) {
  std::array<pollfd, 2> fds{{{signals_.get(), POLLIN, 0}, {end_.get(), POLLIN, 0}}};
  int ready = -1;
  do {
    ready = ::poll(fds.data(), fds.size(), in_grace ? static_cast<int>(defaults::stop_grace.count()) : -1);
  } while (ready < 0 && errno == EINTR);
  return fds[1].revents == 0;
}

void StopSignals::tell_stuck() {
  const std::scoped_lock lock(mutex_);
  if (on_stuck_) on_stuck_();
}

}  // namespace netdumplings::kitchen
