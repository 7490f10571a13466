// A WebSocket client made of a blocking socket, which can also do what no client should: for tests of servers.
#pragma once

#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "net/websocket/frame.hpp"

namespace netdumplings::test {

struct Frame {
  net::Opcode opcode = net::Opcode::text;
  std::string payload;

  [[nodiscard]] unsigned close_code() const {
    return payload.size() < 2 ? 0
                              : static_cast<unsigned>(static_cast<unsigned char>(payload[0])) << 8 |
                                    static_cast<unsigned char>(payload[1]);
  }
};

/// A client's frame as bytes, masked.
inline std::string masked_frame(net::Opcode opcode, std::string_view payload, bool final = true) {
  const std::array<char, 4> mask{'\x11', '\x22', '\x33', '\x44'};
  std::string out(net::max_server_header, '\0');
  out.resize(net::write_server_header(opcode, payload.size(), out.data()));
  if (!final) out[0] = static_cast<char>(out[0] & 0x7f);
  out[1] = static_cast<char>(out[1] | '\x80');
  out.append(mask.data(), mask.size());
  const std::size_t start = out.size();
  out.append(payload);
  net::unmask(std::span(out).subspan(start), mask);
  return out;
}

/// Takes the frame at the front of `bytes` away; false when it isn't whole yet. Throws on what no server may send.
inline bool take_server_frame(std::string& bytes, Frame& frame) {
  if (bytes.size() < 2) return false;
  const auto at = [&bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned opcode = at(0) & 0x0fU;
  if ((at(0) & 0xf0U) != 0x80U || opcode == 0 || (opcode > 2 && opcode < 8) || opcode > 10) {
    throw std::runtime_error("a cut or fragmented frame: first byte " + std::to_string(at(0)));
  }
  if ((at(1) & 0x80U) != 0) throw std::runtime_error("a server's frame is masked");
  const std::size_t extra = at(1) == 126 ? 2 : at(1) == 127 ? 8 : 0;
  if (bytes.size() < 2 + extra) return false;
  std::uint64_t length = extra == 0 ? at(1) : 0;
  for (std::size_t i = 0; i < extra; ++i) length = length << 8 | at(2 + i);
  if (bytes.size() < 2 + extra + length) return false;
  frame = {static_cast<net::Opcode>(opcode), bytes.substr(2 + extra, length)};
  bytes.erase(0, 2 + extra + length);
  return true;
}

class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0, const char* host = "127.0.0.1") {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const timeval patience{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, host, &address.sin_addr);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("can't connect to port " + std::to_string(port));
    }
  }
  ~RawClient() { cut(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void cut() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }
  /// The kernel drops whatever comes for this connection from now on, unacknowledged: as if the machine were gone.
  void lose_all_that_comes() const {
    sock_filter drop = BPF_STMT(BPF_RET | BPF_K, 0);
    const sock_fprog program{1, &drop};
    if (::setsockopt(socket_, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0) {
      throw std::runtime_error("can't attach a filter");
    }
  }
  /// Whether the server's kernel has all that was sent.
  [[nodiscard]] bool all_acknowledged() const {
    int held = 0;
    return ::ioctl(socket_, SIOCOUTQ, &held) == 0 && held == 0;
  }
  /// Whether the server has ended the connection, whatever is still to be read.
  [[nodiscard]] bool gone() const {
    pollfd events{socket_, POLLRDHUP, 0};
    return ::poll(&events, 1, 0) == 1;
  }
  /// Says that nothing more will be sent.
  void half_close() const { ::shutdown(socket_, SHUT_WR); }

  void send_bytes(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) throw std::runtime_error("the server takes no more");
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void send(std::string_view text) const { send_bytes(masked_frame(net::Opcode::text, text)); }

  /// Sends a request with these header lines and gives the head of the answer.
  std::string request(const std::string& first_line, const std::string& header_lines) {
    send_bytes(first_line + "\r\n" + header_lines + "\r\n");
    return read_head();
  }
  /// The answer to a handshake with these further header lines.
  std::string handshake(const std::string& more = "", const std::string& host = "localhost") {
    return request("GET / HTTP/1.1",
                   "Host: " + host +
                       "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
                       more);
  }
  void upgrade() {
    if (const auto head = handshake(); head.find(" 101 ") == std::string::npos) throw std::runtime_error(head);
  }

  std::string read_head() {
    while (input_.find("\r\n\r\n") == std::string::npos) more();
    const std::size_t size = input_.find("\r\n\r\n") + 4;
    std::string head = input_.substr(0, size);
    input_.erase(0, size);
    return head;
  }
  Frame read_frame() {
    Frame frame;
    while (!take_server_frame(input_, frame)) more();
    return frame;
  }
  /// Reads at most so many bytes, and waits for the first of them.
  void read_some(std::size_t most) { more(most); }
  /// The rest of what the server sends, until it closes or resets.
  std::string read_to_end() {
    try {
      while (true) more();
    } catch (const Ended&) {
      return std::exchange(input_, {});
    }
  }
  /// Waits for the server's end without a byte more.
  bool ends() { return read_to_end().empty(); }
  [[nodiscard]] std::uint16_t local_port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }

 private:
  struct Ended : std::runtime_error {
    using std::runtime_error::runtime_error;
  };

  void more(std::size_t most = 65536) {
    std::array<char, 65536> buffer{};
    const ssize_t got = ::recv(socket_, buffer.data(), std::min(most, buffer.size()), 0);
    if (got == 0 || (got < 0 && errno == ECONNRESET)) throw Ended("the server closed the connection");
    if (got < 0) throw std::runtime_error("the server says nothing");
    input_.append(buffer.data(), static_cast<std::size_t>(got));
  }

  int socket_ = -1;
  std::string input_;
};

}  // namespace netdumplings::test
