#include "net/fake_hub.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/beast/websocket/detail/hybi13.hpp>
#include <cerrno>
#include <system_error>
#include <utility>

namespace netdumplings::net::fake {

namespace {

[[noreturn]] void broken(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

void limit_waits(int fd) {
  const timeval limit{patience.count(), 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

std::string header_of(const std::string& head, const std::string& name) {
  const auto at = head.find("\r\n" + name + ": ");
  if (at == head.npos) return "";
  const auto start = at + 2 + name.size() + 2;
  return head.substr(start, head.find("\r\n", start) - start);
}

std::string accept_key(const std::string& key) {
  boost::beast::websocket::detail::sec_ws_accept_type accept;
  boost::beast::websocket::detail::make_sec_ws_accept(accept, key);
  return {accept.data(), accept.size()};
}

addrinfo* numeric(const std::string& address, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  addrinfo* found = nullptr;
  if (getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) broken("getaddrinfo");
  return found;
}

std::uint16_t port_of(int fd) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size);
  // The port stands at the same place for both families.
  return ntohs(reinterpret_cast<const sockaddr_in&>(bound).sin_port);
}

}  // namespace

Peer::~Peer() { close(); }
Peer::Peer(Peer&& other) noexcept : fd_(std::exchange(other.fd_, -1)), unread_(std::move(other.unread_)) {}
Peer& Peer::operator=(Peer&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(unread_, other.unread_);
  return *this;
}

void Peer::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

void Peer::reset() {
  const linger at_once{1, 0};
  setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

void Peer::fill() {
  std::array<char, 65536> bytes;
  const auto got = recv(fd_, bytes.data(), bytes.size(), 0);
  if (got == 0) throw Gone("the client ended the connection");
  if (got < 0 && errno == ECONNRESET) throw Gone("the client reset the connection");
  if (got < 0) broken("nothing came from the client");
  unread_.append(bytes.data(), static_cast<std::size_t>(got));
}

std::string Peer::read_raw(std::size_t bytes) {
  while (unread_.size() < bytes) fill();
  auto read = unread_.substr(0, bytes);
  unread_.erase(0, bytes);
  return read;
}

std::string Peer::read_head() {
  while (unread_.find("\r\n\r\n") == unread_.npos) fill();
  return read_raw(unread_.find("\r\n\r\n") + 4);
}

void Peer::accept(const std::string& head, const std::string& extra) {
  send_raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
           accept_key(header_of(head, "Sec-WebSocket-Key")) + "\r\n" + extra + "\r\n");
}

Frame Peer::read_frame() {
  FrameHeader header;
  for (;;) {
    const auto state = read_client_header(unread_, header);
    if (state == HeaderState::complete) break;
    if (state == HeaderState::offence) throw std::runtime_error("a frame that no client may send");
    fill();
  }
  read_raw(header.size);
  Frame frame{header.opcode, read_raw(static_cast<std::size_t>(header.length)), header.mask};
  unmask(frame.payload, header.mask);
  if (!header.final) throw std::runtime_error("a fragment, where whole messages were expected");
  return frame;
}

Frame Peer::read_message() {
  for (;;) {
    auto frame = read_frame();
    if (frame.opcode != Opcode::ping && frame.opcode != Opcode::pong) return frame;
  }
}

void Peer::send_frame(Opcode opcode, std::string_view payload, bool final) {
  std::array<char, max_server_header> header{};
  const auto size = write_server_header(opcode, payload.size(), header.data());
  if (!final) header[0] = static_cast<char>(header[0] & 0x7f);
  send_raw(std::string(header.data(), size) + std::string(payload));
}

void Peer::send_close(std::uint16_t code, std::string_view text) {
  send_frame(Opcode::close, std::string{static_cast<char>(code >> 8), static_cast<char>(code)} + std::string(text));
}

void Peer::send_raw(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && (errno == EPIPE || errno == ECONNRESET)) throw Gone("the client ended the connection");
    if (sent < 0) broken("the client takes nothing");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void Peer::wait_for_end() {
  try {
    for (;;) fill();
  } catch (const Gone&) {
  }
}

Hub::Hub(const std::string& address, std::uint16_t port) {
  addrinfo* const where = numeric(address, port);
  fd_ = socket(where->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const bool bound = bind(fd_, where->ai_addr, where->ai_addrlen) == 0 && listen(fd_, 16) == 0;
  freeaddrinfo(where);
  if (!bound) {
    const int error = errno;
    ::close(fd_);
    errno = error;
    broken("can't listen on " + address);
  }
  endpoint_ = {address, port_of(fd_)};
}

Hub::~Hub() { ::close(fd_); }

Peer Hub::accept(int receive_buffer) {
  limit_waits(fd_);
  // Connections inherit it: it must stand before the client's first window is offered.
  if (receive_buffer != 0) setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  const int client = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0) broken("no client came");
  limit_waits(client);
  return Peer(client);
}

Endpoint nobody() {
  const Hub hub;
  return hub.endpoint();
}

}  // namespace netdumplings::net::fake
