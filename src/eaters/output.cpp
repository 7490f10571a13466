#include "eaters/output.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace netdumplings::eaters {

Output::Output(int fd) : fd_(fd) { std::signal(SIGPIPE, SIG_IGN); }

bool Output::write(std::string_view text) {
  while (state_ == State::open && !text.empty()) {
    const ssize_t written = ::write(fd_, text.data(), text.size());
    if (written < 0) {
      fail(errno);
    } else {
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  return state_ == State::open;
}

void Output::fail(int error) {
  if (error == EAGAIN) {  // a terminal that somebody else has made non-blocking
    pollfd writable{fd_, POLLOUT, 0};
    if (::poll(&writable, 1, -1) >= 0) return;
    error = errno;
  }
  state_ = error == EPIPE ? State::closed : error == EINTR ? State::interrupted : State::failed;
  failure_ = std::generic_category().message(error);
}

}  // namespace netdumplings::eaters
