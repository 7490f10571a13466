#include "eaters/top/signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace netdumplings::eaters::top {

Signals::Signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGWINCH}) sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  fd_ = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "Cannot make a descriptor for signals");
}

Signals::~Signals() { ::close(fd_); }

Signals::Came Signals::take() {
  Came came;
  signalfd_siginfo signal{};
  while (::read(fd_, &signal, sizeof signal) == sizeof signal) {
    (signal.ssi_signo == SIGWINCH ? came.resize : came.end) = true;
  }
  return came;
}

}  // namespace netdumplings::eaters::top
