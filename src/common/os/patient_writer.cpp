#include "common/os/patient_writer.hpp"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdint>

#include "common/defaults.hpp"

namespace netdumplings {

using std::chrono::steady_clock;

PatientWriter::PatientWriter(int fd, int stop_fd) : fd_(fd), stop_fd_(stop_fd) {
  struct stat about {};
  may_wait_ = fstat(fd_, &about) == 0 && !S_ISREG(about.st_mode);
}

PatientWriter::Outcome PatientWriter::write(std::string_view text) {
  std::size_t done = 0;
  while (done < text.size()) {
    if (may_wait_ && !wait_until_writable()) return {End::gave_up, done, 0};
    // A writable pipe takes this much without making us wait.
    const std::size_t size = std::min<std::size_t>(text.size() - done, may_wait_ ? PIPE_BUF : SSIZE_MAX);
    const ssize_t written = ::write(fd_, text.data() + done, size);
    if (written >= 0) {
      done += static_cast<std::size_t>(written);
    } else if (errno == EPIPE) {
      return {End::reader_gone, done, 0};
    } else if (errno != EINTR && errno != EAGAIN) {
      return {End::failed, done, errno};
    }
  }
  return {End::all_written, done, 0};
}

// Returns false if there is no more time.
bool PatientWriter::wait_until_writable() {
  for (;;) {
    const bool stopping = give_up_ != steady_clock::time_point{};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(give_up_ - steady_clock::now()).count();
    std::array<pollfd, 2> fds{{{fd_, POLLOUT, 0}, {stopping ? -1 : stop_fd_, POLLIN, 0}}};
    const int ready = ::poll(fds.data(), fds.size(), stopping ? static_cast<int>(std::max<std::int64_t>(left, 0)) : -1);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0 || fds[0].revents != 0) return true;  // write() reports an error, if there is one
    if (ready == 0) return false;
    give_up_ = steady_clock::now() + defaults::flush_at_stop;
  }
}

}  // namespace netdumplings
