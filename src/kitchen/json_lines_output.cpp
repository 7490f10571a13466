#include "kitchen/json_lines_output.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {

using std::chrono::steady_clock;

Result<std::unique_ptr<JsonLinesOutput>> JsonLinesOutput::open(const std::string& path, int stop_fd,
                                                               const std::string& user) {
  if (path == "-") {
    return std::make_unique<JsonLinesOutput>(FileDescriptor(::dup(STDOUT_FILENO)), "standard output", stop_fd);
  }
  constexpr mode_t readable_by_all = 0644;
  FileDescriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, readable_by_all));
  if (fd.valid()) return std::make_unique<JsonLinesOutput>(std::move(fd), path, stop_fd);
  const bool rights = errno == EACCES || errno == EPERM;
  return Error{path + ": can't be written as user " + user + ": " + std::strerror(errno) +
               (rights ? "; write where " + user + " may, use -o - and redirect it, or give -Z the user who may" : "")};
}

JsonLinesOutput::JsonLinesOutput(FileDescriptor fd, std::string name, int stop_fd)
    : fd_(std::move(fd)), name_(std::move(name)), stop_fd_(stop_fd) {
  struct stat about {};
  may_block_ = fstat(fd_.get(), &about) == 0 && !S_ISREG(about.st_mode);
}

bool JsonLinesOutput::put(std::string_view dumpling_json) {
  if (gone_) return false;
  ++report_.made;
  lines_ += dumpling_json;
  lines_ += '\n';
  return lines_.size() < defaults::json_lines_buffer || flush();
}

bool JsonLinesOutput::flush() {
  std::string_view rest = lines_;
  while (!rest.empty() && !gone_) gone_ = !write_some(rest);
  const std::string_view out = std::string_view(lines_).substr(0, lines_.size() - rest.size());
  report_.written += static_cast<std::uint64_t>(std::count(out.begin(), out.end(), '\n'));
  lines_.clear();
  return !gone_;
}

JsonLinesReport JsonLinesOutput::finish() {
  flush();
  return report_;
}

bool JsonLinesOutput::write_some(std::string_view& rest) {
  if (may_block_ && !wait_until_writable()) {
    report_.failure = name_ + ": nobody reads it";
    return false;
  }
  // A pipe that is writable takes this much without making us wait.
  const std::size_t size = may_block_ ? std::min<std::size_t>(rest.size(), PIPE_BUF) : rest.size();
  const ssize_t written = ::write(fd_.get(), rest.data(), size);
  if (written >= 0) {
    rest.remove_prefix(static_cast<std::size_t>(written));
    return true;
  }
  if (errno == EINTR || errno == EAGAIN) return true;
  if (errno != EPIPE) report_.failure = name_ + ": can't be written: " + std::strerror(errno);
  return false;
}

bool JsonLinesOutput::wait_until_writable() {
  const bool stopping = give_up_ != steady_clock::time_point{};
  std::array<pollfd, 2> fds{{{fd_.get(), POLLOUT, 0}, {stopping ? -1 : stop_fd_, POLLIN, 0}}};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(give_up_ - steady_clock::now()).count();
  const int timeout = stopping ? static_cast<int>(std::max<std::int64_t>(left, 0)) : -1;
  const int ready = ::poll(fds.data(), fds.size(), timeout);
  if (ready < 0) return errno == EINTR ? wait_until_writable() : true;
  if (fds[0].revents != 0) return true;
  if (ready == 0) return false;
  give_up_ = steady_clock::now() + defaults::flush_at_stop;
  return wait_until_writable();
}

}  // namespace netdumplings::kitchen
