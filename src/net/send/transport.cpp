#include "net/send/transport.hpp"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace netdumplings::net {
namespace {

IoResult failure() {
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {IoResult::State::would_block, 0, 0};
  return {IoResult::State::failed, 0, errno};
}

}  // namespace

IoResult SocketTransport::read(std::span<char> room) {
  const ssize_t got = ::recv(descriptor_, room.data(), room.size(), MSG_DONTWAIT);
  if (got < 0) return failure();
  if (got == 0) return {IoResult::State::closed, 0, 0};
  return {IoResult::State::done, static_cast<std::size_t>(got), 0};
}

IoResult SocketTransport::write(std::string_view bytes) {
  const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0) return failure();
  sent_ += static_cast<std::uint64_t>(sent);
  return {IoResult::State::done, static_cast<std::size_t>(sent), 0};
}

IoResult SocketTransport::write_run(const FrameRun& run) {
  const std::ptrdiff_t sent = pages_ != nullptr && run.version != 0 ? write_pages(run) : 0;
  if (sent > 0) return {IoResult::State::done, static_cast<std::size_t>(sent), 0};
  const IoResult result = sent < 0 ? failure() : IoResult();
  return result.state == IoResult::State::would_block ? result : write(run.bytes);  // which says what is wrong
}

std::ptrdiff_t SocketTransport::write_pages(const FrameRun& run) {
  if (!std::exchange(shares_, true)) pages_->sharer_came();
  const std::ptrdiff_t sent = pages_->send(descriptor_, run);
  if (sent <= 0) return sent;
  sent_ += static_cast<std::uint64_t>(sent);
  if (held_.add(pages_->batch(), sent_)) settle();
  return sent;
}

void SocketTransport::settle() {
  int queued = 0;  // a Unix socket counts its own overhead as well
  if (held_.empty() || ::ioctl(descriptor_, SIOCOUTQ, &queued) != 0) return;
  held_.release(sent_ - std::min(sent_, static_cast<std::uint64_t>(std::max(queued, 0))));
}

SocketTransport::~SocketTransport() {
  if (shares_) pages_->sharer_went();
}

void SocketTransport::finish() { ::shutdown(descriptor_, SHUT_WR); }

}  // namespace netdumplings::net
