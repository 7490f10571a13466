#include "net/transport.hpp"

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

void SocketTransport::finish() { ::shutdown(descriptor_, SHUT_WR); }

}  // namespace netdumplings::net
