#include "common/os/hangup.hpp"

#include <fcntl.h>

#include <csignal>

#include "common/os/file_descriptor.hpp"

namespace netdumplings {
namespace {

// Opening this fails without a controlling terminal. The kernel takes the terminal away before it sends SIGHUP.
bool has_terminal() { return FileDescriptor(::open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC)).valid(); }

bool is_ignored(int signal) {
  struct sigaction now {};
  return ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

}  // namespace

Hangup::Hangup() : ends_with_terminal_(!is_ignored(SIGHUP) && has_terminal()) {}

bool Hangup::terminal_is_gone() const { return ends_with_terminal_ && !has_terminal(); }

}  // namespace netdumplings
