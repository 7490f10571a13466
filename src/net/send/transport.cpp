#include "net/send/transport.hpp"

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <cerrno>

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
  return {IoResult::State::done, static_cast<std::size_t>(sent), 0};
}

IoResult SocketTransport::write_run(const FrameRun& run) {
  if (pages_ == nullptr || !run.lendable()) return write(run.bytes);
  const ssize_t sent = lend(run);
  if (sent > 0) return {IoResult::State::done, static_cast<std::size_t>(sent), 0};
  const IoResult result = sent < 0 ? failure() : IoResult();
  return result.state == IoResult::State::would_block ? result : write(run.bytes);  // is it the pages or the peer?
}

ssize_t SocketTransport::lend(const FrameRun& run) {
  if (run.file < 0) return pages_->send(descriptor_, run);
  off_t offset = run.offset;
  return ::sendfile(descriptor_, run.file, &offset, run.bytes.size());
}

void SocketTransport::finish() { ::shutdown(descriptor_, SHUT_WR); }

}  // namespace netdumplings::net
