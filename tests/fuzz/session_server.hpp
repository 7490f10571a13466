// A real session of the server for a fuzzer, on a socket pair: no port, and one thread for both ends.
#pragma once

#include <spdlog/sinks/null_sink.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/os/file_descriptor.hpp"
#include "common/protocol.hpp"
#include "net/echo.hpp"
#include "net/server/visitor_impl.hpp"
#include "session_answer.hpp"

namespace netdumplings::fuzz {

using Clock = net::Visitor::Clock;

inline constexpr std::size_t max_hello = 100;
inline constexpr std::size_t max_message = std::size_t{1} << 20;
inline constexpr std::uint16_t as_asked = 4999;

/// How a client behaves, and the server.
struct Manner {
  bool upgraded = false;          // a handshake stands before what it sends
  bool guarded = false;           // the server asks for a token
  std::chrono::seconds waits{0};  // between the pieces
  bool compared = false;          // all in one piece must come to the same
  bool shuts_down = false;        // it says that it has no more to send, and reads what comes
};

/// What the server's handler heard of one client.
struct Heard {
  std::vector<test::Frame> messages;
  std::size_t echoes = 0;  // asked for
  bool asked_to_close = false;
  bool ended = false;
};

/// Sends back what it is sent; "hello" makes it welcome, "close" makes the server close.
class Listener final : public test::Echo {
 public:
  Listener(net::ServerConnection& connection, Heard& heard) : Echo(connection), heard_(heard) {}

  void on_message(std::string_view message, bool binary) override {
    require(!heard_.asked_to_close && !heard_.ended, "nothing is handed on behind the end");
    require(binary || net::is_utf8(message), "a text is UTF-8");
    require(message.size() <= (welcome_ ? max_message : max_hello), "a message is within the limit");
    heard_.messages.push_back({binary ? net::Opcode::binary : net::Opcode::text, std::string(message)});
    if (message == "hello") greet();
    if (message == "close") {
      heard_.asked_to_close = true;
      return connection().close(as_asked, "as you wish");
    }
    ++heard_.echoes;
    echo(message, binary);
  }
  void on_closed(const std::string& why) override {
    require(!heard_.ended && !why.empty(), "an end is told once, and why");
    heard_.ended = true;
  }

 private:
  void greet() {
    welcome_ = true;
    connection().welcome();
    connection().limit_messages(max_message, protocol::close_too_large, "too much");
  }

  Heard& heard_;
  bool welcome_ = false;
};

inline bool pages(const net::HttpRequest& request, const net::HttpAnswer& answer) {
  if (request.path() != "/page") return false;
  answer({200, "a page\n"});
  return true;
}

inline net::ServerOptions server_options(bool guarded) {
  net::ServerOptions made;
  made.allowed_origins = {"https://example.org"};
  made.subprotocols = {"best.v2", "good.v1"};
  made.max_hello = max_hello;
  made.pages = pages;
  made.log = std::make_shared<spdlog::logger>("fuzz", std::make_shared<spdlog::sinks::null_sink_mt>());
  if (!guarded) return made;
  const auto guard = std::make_shared<net::TokenGuard>();
  guard->replace({"sixteen-or-more-characters"});
  made.access = {guard, guard, [](std::string_view path) { return path == "/public"; }};
  return made;
}

inline constexpr std::string_view handshake =
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Authorization: Bearer sixteen-or-more-characters\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/// A server without a port: its clients' sockets are made here.
class Server {
 public:
  explicit Server(bool guarded) : options_(server_options(guarded)) {}

  /// One client from connecting to the end.
  Answer serve(const Manner& manner, const std::vector<std::string_view>& pieces, Heard& heard) {
    heard_ = &heard;
    FileDescriptor client = connect();
    if (manner.upgraded) ::send(client.get(), handshake.data(), handshake.size(), MSG_NOSIGNAL);
    auto now = Clock::now();
    for (const auto piece : pieces) {
      say(client.get(), piece);
      if (manner.waits.count() > 0) pass(now += manner.waits);
    }
    if (manner.shuts_down) ::shutdown(client.get(), SHUT_WR);
    std::string said = hear(client.get());
    ::shutdown(client.get(), SHUT_RDWR);  // who looks at /proc/PID/fd right now would put the closing off
    client.reset();
    run();
    require(context_.visitors.empty(), "a session goes when its client has gone");
    return read_answer(std::move(said));
  }

 private:
  FileDescriptor connect() {
    std::array<int, 2> ends{};
    require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0,
            "there are sockets");
    boost::asio::ip::tcp::socket socket(io_, boost::asio::ip::tcp::v4(), ends[0]);
    socket.non_blocking(true);
    context_.receive(net::Arrival{std::move(socket), {"127.0.0.1", 50000}, "127.0.0.1", {}});
    return FileDescriptor(ends[1]);
  }
  void say(int client, std::string_view bytes) {
    if (context_.visitors.empty()) return;
    ::send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);  // unless it has hung up
    run();
  }
  void pass(Clock::time_point now) {
    for (const auto& place : context_.visitors) {
      const std::shared_ptr<net::Visitor> visitor = place;
      visitor->look_at_clock(now);
    }
  }
  /// Until the server has nothing more to do.
  void run() {
    io_.restart();
    io_.poll();
  }
  /// All that the server says until it waits for the client.
  std::string hear(int client) {
    run();
    std::string said;
    for (bool more = true; more;) {
      const ssize_t got = ::recv(client, room_.data(), room_.size(), 0);
      if (got > 0) said.append(room_.data(), static_cast<std::size_t>(got));
      more = got == static_cast<ssize_t>(room_.size());  // then the server may have waited for room itself
      if (more) run();
    }
    return said;
  }

  boost::asio::io_context io_{1};
  const net::ServerOptions options_;
  const net::OriginRules rules_{options_.addresses, options_.allowed_origins};
  LimitedLog refusals_{options_.log, "clients that were refused", defaults::bad_client_lines};
  Heard* heard_ = nullptr;
  std::array<char, 16384> room_{};
  net::ServerContext context_{
      io_,
      options_,
      rules_,
      [this](net::ServerConnection& connection) { return std::make_unique<Listener>(connection, *heard_); },
      {refusals_, defaults::cut_frames_budget, defaults::unfinished_messages_budget}};
};

}  // namespace netdumplings::fuzz
