// A hub played by a test, on blocking sockets: it says exactly what the test wants it to, right or wrong. Each call
// waits for its peer at most patience and then throws, so that a broken client fails a test instead of hanging it.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "net/loop/endpoint.hpp"
#include "net/websocket/frame.hpp"

namespace netdumplings::net::fake {

inline constexpr auto patience = std::chrono::seconds(20);

/// The peer ended the connection where a test wanted bytes.
struct Gone : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Frame {
  Opcode opcode{};
  std::string payload;
  std::array<char, 4> mask{};
};

/// One client's connection, seen from the hub.
class Peer {
 public:
  explicit Peer(int fd) : fd_(fd) {}
  ~Peer();
  Peer(Peer&& other) noexcept;
  Peer& operator=(Peer&& other) noexcept;

  /// The request of the client, up to and with its empty line.
  std::string read_head();
  /// Answers it as a hub should, with `extra` header lines.
  void accept(const std::string& head, const std::string& extra = "");
  void accept() { accept(read_head()); }

  /// The next frame, unmasked. Fails the test's expectations when a client's frame breaks the RFC.
  Frame read_frame();
  /// The next frame that isn't a ping or pong.
  Frame read_message();
  void send_frame(Opcode opcode, std::string_view payload, bool final = true);
  void send_close(std::uint16_t code, std::string_view text = "");
  void send_raw(std::string_view bytes);
  std::string read_raw(std::size_t bytes);

  /// Ends the connection with a reset, as a killed hub's host would.
  void reset();
  void close();
  /// Waits until the client has ended the connection; what it still says is thrown away.
  void wait_for_end();

 private:
  void fill();

  int fd_;
  std::string unread_;
};

class Hub {
 public:
  /// Listens on a free port of `address`, or on `port`.
  explicit Hub(const std::string& address = "127.0.0.1", std::uint16_t port = 0);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  [[nodiscard]] const Endpoint& endpoint() const { return endpoint_; }
  /// The next client; `receive_buffer` bytes of what it sends fit the kernel (0: as usual).
  Peer accept(int receive_buffer = 0);

 private:
  int fd_;
  Endpoint endpoint_;
};

/// A port on which nobody listens, for as long as nobody asks for one.
Endpoint nobody();

}  // namespace netdumplings::net::fake
