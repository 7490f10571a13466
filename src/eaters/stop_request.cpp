#include "eaters/stop_request.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace netdumplings::eaters {

StopRequest::StopRequest() : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE)) {
  if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "Cannot make an eventfd");
}

StopRequest::~StopRequest() { ::close(fd_); }

void StopRequest::request() noexcept {
  const int saved_errno = errno;
  pending_.fetch_add(1, std::memory_order_relaxed);
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(fd_, &one, sizeof one);
  errno = saved_errno;
}

bool StopRequest::take() {
  std::uint64_t one = 0;
  if (::read(fd_, &one, sizeof one) != sizeof one) return false;
  pending_.fetch_sub(1, std::memory_order_relaxed);
  return true;
}

}  // namespace netdumplings::eaters
