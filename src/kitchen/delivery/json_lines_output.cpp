#include "kitchen/delivery/json_lines_output.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "common/defaults.hpp"
#include "common/os/rights.hpp"
#include "common/os/terminal.hpp"

namespace netdumplings::kitchen {

namespace {

bool is_fifo(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && S_ISFIFO(about.st_mode);
}

// Opens a file to be written. A FIFO can't be opened until somebody reads it, and nothing reports that, so it is tried
// again and again until it is time to stop.
FileDescriptor open_file(const std::string& path, int stop_fd) {
  constexpr mode_t readable_by_all = 0644;
  for (;;) {
    FileDescriptor fd(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, readable_by_all));
    if (fd.valid() || errno != ENXIO || !is_fifo(path)) return fd;
    pollfd stop{stop_fd, POLLIN, 0};
    const int stopped = ::poll(&stop, 1, static_cast<int>(defaults::fifo_retry_pause.count()));
    errno = EINTR;
    if (stopped > 0) return fd;
  }
}

}  // namespace

bool is_standard_output(const std::string& path) {
  return path == "-" || path == "/dev/stdout" || path == "/dev/fd/1" || path == "/proc/self/fd/1";
}

FileDescriptor take_standard_output() {
  FileDescriptor taken(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  if (::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) ::close(STDOUT_FILENO);
  return taken;
}

Result<std::unique_ptr<JsonLinesOutput>> JsonLinesOutput::open(const std::string& path, int stop_fd,
                                                               const std::string& user, int standard_output,
                                                               FileDescriptor file) {
  if (is_standard_output(path)) {
    FileDescriptor fd(::fcntl(standard_output, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    return std::make_unique<JsonLinesOutput>(std::move(fd), "standard output", stop_fd);
  }
  if (file.valid() && ::ftruncate(file.get(), 0) != 0 && errno != EINVAL) {  // EINVAL: it is no regular file
    return Error{path + ": can't be emptied: " + std::strerror(errno)};
  }
  FileDescriptor fd = file.valid() ? std::move(file) : open_file(path, stop_fd);
  if (fd.valid()) return std::make_unique<JsonLinesOutput>(std::move(fd), path, stop_fd);
  const int error = errno;
  return Error{path + ": can't be written as user " + user + ": " + std::strerror(error) +
               rights_remedy(error, "give an -o where the user " + user + " may write, use -o - and redirect it")};
}

JsonLinesOutput::JsonLinesOutput(FileDescriptor fd, std::string name, int stop_fd)
    : fd_(std::move(fd)), name_(std::move(name)), is_terminal_(::isatty(fd_.get()) == 1), writer_(fd_.get(), stop_fd) {}

bool JsonLinesOutput::put(std::string_view dumpling_json) {
  ++report_.counts.made;
  if (gone_) {
    ++report_.counts.output_gone;
    return false;
  }
  ++report_.counts.waiting;
  if (is_terminal_) {
    lines_ += terminal::harmless_json(dumpling_json);
  } else {
    lines_ += dumpling_json;
  }
  lines_ += '\n';
  return lines_.size() < defaults::json_lines_buffer || write_collected();
}

// Returns false if the output is gone.
bool JsonLinesOutput::write_collected() {
  if (gone_) return false;
  const auto [end, size, error] = writer_.write(lines_);
  const std::string_view out = std::string_view(lines_).substr(0, size);
  auto& counts = report_.counts;
  const bool all = size == lines_.size();
  const auto written = all ? counts.waiting : static_cast<std::uint64_t>(std::count(out.begin(), out.end(), '\n'));
  counts.delivered += written;
  counts.output_gone += std::exchange(counts.waiting, 0) - written;
  lines_.clear();
  gone_ = end != PatientWriter::End::all_written;
  if (end == PatientWriter::End::gave_up) report_.failure = name_ + ": nobody reads it";
  if (end == PatientWriter::End::failed) report_.failure = name_ + ": can't be written: " + std::strerror(error);
  return !gone_;
}

DeliveryReport JsonLinesOutput::finish(std::optional<std::chrono::nanoseconds> /*timeout*/) {
  write_collected();
  return report_;
}

}  // namespace netdumplings::kitchen
