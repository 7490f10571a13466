#include "common/os/signal_watcher.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace netdumplings {

SignalWatcher::SignalWatcher(std::initializer_list<int> signals) {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : signals) sigaddset(&set, signal);
  fd_ = FileDescriptor(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd_.valid()) throw std::system_error(errno, std::generic_category(), "Cannot make a descriptor for signals");
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

std::optional<int> SignalWatcher::take() const {
  signalfd_siginfo signal{};
  ssize_t size = -1;
  do {
    size = ::read(fd_.get(), &signal, sizeof signal);
  } while (size < 0 && errno == EINTR);
  if (size != sizeof signal) return std::nullopt;
  return static_cast<int>(signal.ssi_signo);
}

bool SignalWatcher::wait(int end_fd, std::optional<std::chrono::milliseconds> longest) const {
  std::array<pollfd, 2> fds{{{fd_.get(), POLLIN, 0}, {end_fd, POLLIN, 0}}};
  int ready = -1;
  do {
    ready = ::poll(fds.data(), fds.size(), longest ? static_cast<int>(longest->count()) : -1);
  } while (ready < 0 && errno == EINTR);
  return fds[1].revents == 0;
}

}  // namespace netdumplings
