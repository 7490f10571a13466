#include "eaters/interrupts.hpp"

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

namespace netdumplings::eaters {
namespace {

int checked(int fd) {
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "Cannot make a descriptor for signals");
  return fd;
}

void make_readable(int event_fd) {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(event_fd, &one, sizeof one);
}

}  // namespace

Interrupts::Interrupts()
    : interrupted_fd_(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))),
      end_fd_(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))) {}

Interrupts::~Interrupts() {
  end_watch();
  for (const int fd : {interrupted_fd_, end_fd_, signals_fd_}) ::close(fd);
}

void Interrupts::watch(std::function<void()> on_interrupt) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_fd_ = checked(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  thread_ = std::thread([this, on_interrupt = std::move(on_interrupt)] { run(on_interrupt); });
}

void Interrupts::end_watch() {
  make_readable(end_fd_);
  if (thread_.joinable()) thread_.join();
}

void Interrupts::run(const std::function<void()>& on_interrupt) {
  std::array<pollfd, 2> fds{{{signals_fd_, POLLIN, 0}, {end_fd_, POLLIN, 0}}};
  while (fds[1].revents == 0) {
    if (::poll(fds.data(), fds.size(), -1) < 0) continue;
    signalfd_siginfo signal{};
    while (::read(signals_fd_, &signal, sizeof signal) == sizeof signal) {
      any_ = true;
      make_readable(interrupted_fd_);
      on_interrupt();
    }
  }
}

}  // namespace netdumplings::eaters
