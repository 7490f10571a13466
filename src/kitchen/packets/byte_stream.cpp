#include "kitchen/packets/byte_stream.hpp"

#include <poll.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

namespace netdumplings::kitchen {
namespace {

constexpr std::chrono::nanoseconds longest_wait = std::chrono::hours(1);

class FdStream final : public ByteStream {
 public:
  FdStream(FileDescriptor fd, int stop_fd, BeforeWait before_wait)
      : fd_(std::move(fd)), stop_fd_(stop_fd), before_wait_(std::move(before_wait)) {
    struct stat about {};
    may_wait_ = fstat(fd_.get(), &about) == 0 && !S_ISREG(about.st_mode);
  }

  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    for (;;) {
      if (may_wait_ && !wait_for_bytes()) return std::size_t{0};
      const ssize_t got = ::read(fd_.get(), out.data(), out.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR && errno != EAGAIN) return Error{std::strerror(errno)};
    }
  }

 private:
  // Returns false if it is time to stop, or no more bytes are wanted.
  bool wait_for_bytes() {
    std::array<pollfd, 2> fds{{{fd_.get(), POLLIN, 0}, {stop_fd_, POLLIN, 0}}};
    int ready = ::poll(fds.data(), fds.size(), 0);
    while (ready == 0 || (ready < 0 && errno == EINTR)) {
      std::optional<std::chrono::nanoseconds> longest = longest_wait;
      if (before_wait_) longest = before_wait_();
      if (!longest) return false;
      const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::min(*longest, longest_wait));
      ready = ::poll(fds.data(), fds.size(), static_cast<int>(wait.count()));
    }
    return fds[1].revents == 0;
  }

  FileDescriptor fd_;
  int stop_fd_;
  BeforeWait before_wait_;
  bool may_wait_ = false;
};

class ChainedStream final : public ByteStream {
 public:
  ChainedStream(std::span<const std::uint8_t> head, std::unique_ptr<ByteStream> stream)
      : head_(head.begin(), head.end()), stream_(std::move(stream)) {}

  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    if (taken_ == head_.size()) return stream_->read(out);
    const std::size_t size = std::min(out.size(), head_.size() - taken_);
    std::copy_n(head_.begin() + static_cast<std::ptrdiff_t>(taken_), size, out.begin());
    taken_ += size;
    return size;
  }

 private:
  std::vector<std::uint8_t> head_;
  std::size_t taken_ = 0;
  std::unique_ptr<ByteStream> stream_;
};

}  // namespace

Result<std::size_t> read_fully(ByteStream& stream, std::span<std::uint8_t> out) {
  std::size_t filled = 0;
  while (filled < out.size()) {
    auto got = stream.read(out.subspan(filled));
    if (!got) return got;
    if (*got == 0) break;
    filled += *got;
  }
  return filled;
}

std::unique_ptr<ByteStream> make_fd_stream(FileDescriptor fd, int stop_fd, BeforeWait before_wait) {
  return std::make_unique<FdStream>(std::move(fd), stop_fd, std::move(before_wait));
}

std::unique_ptr<ByteStream> make_chained_stream(std::span<const std::uint8_t> head,
                                                std::unique_ptr<ByteStream> stream) {
  return std::make_unique<ChainedStream>(head, std::move(stream));
}

}  // namespace netdumplings::kitchen
