// A port where WebSocket clients are served, by one thread or several. A connection and its handler live on one thread
// and are used on that alone.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/defaults.hpp"
#include "common/log/logging.hpp"
#include "common/result.hpp"
#include "net/http/http_route.hpp"
#include "net/http/token_guard.hpp"
#include "net/loop/endpoint.hpp"
#include "net/loop/loop.hpp"
#include "net/send/frame_source.hpp"
#include "net/send/page_budget.hpp"
#include "net/server/admission.hpp"
#include "net/tls/tls.hpp"

namespace netdumplings::net {

/// One client, from the end of its handshake on; it lives as long as its handler does.
class ServerConnection {
 public:
  virtual ~ServerConnection() = default;
  [[nodiscard]] virtual const Endpoint& peer() const = 0;
  /// Of ServerOptions::subprotocols the first that the client offered; empty for none.
  [[nodiscard]] virtual const std::string& subprotocol() const = 0;
  /// Longer messages close the connection with `code` and `why`. Until it is called: ServerOptions::max_hello, 1008.
  virtual void limit_messages(std::size_t bytes, std::uint16_t code, std::string why) = 0;
  /// The client said who it is: the time limit for that is over.
  virtual void welcome() = 0;
  /// From now on data frames are sent from `source`, which lives at least as long as the handler. None is sent before
  /// flush().
  virtual void send_from(FrameSource& source) = 0;
  /// There is something new to send. Gives the kernel what it takes now; the rest goes by itself. No handler is called.
  virtual void flush() = 0;
  /// Says Close behind the frame that is under way; nothing follows it. The connection is reset when the client hasn't
  /// answered in time. No handler is called inside; no message is handed over any more.
  virtual void close(std::uint16_t code, std::string_view why) = 0;
  /// The code that this side closed with; 0: it didn't.
  [[nodiscard]] virtual std::uint16_t said_close() const = 0;
};

/// What a server does with one client. Made when the handshake is done, destroyed after on_closed().
class ConnectionHandler {
 public:
  virtual ~ConnectionHandler() = default;
  /// One whole message, in the order of sending. The bytes are the handler's to read during the call, and
  /// `readable_behind` more behind them may be read too, whatever they are.
  virtual void on_message(std::string_view message, bool binary) = 0;
  /// All messages of one read have been handed over.
  virtual void on_batch_end() {}
  /// The connection is over: why, in words for the log (what a client said is in it, made harmless).
  virtual void on_closed(const std::string& why) = 0;

  static constexpr std::size_t readable_behind = 64;
};

struct ServerTimeouts {
  std::chrono::milliseconds hello = defaults::hello_timeout;         // from connecting to welcome()
  std::chrono::milliseconds progress = defaults::eater_timeout;      // data is pending, but none is taken
  std::chrono::milliseconds close = defaults::close_timeout;         // for the client's answer to our Close
  std::chrono::milliseconds ping = defaults::ping_interval;          // silent for so long: pinged
  std::chrono::milliseconds silent = defaults::silent_peer_timeout;  // silent for so long: gone
};

struct ServerOptions {
  Endpoint endpoint;                         // `localhost`: 127.0.0.1 and ::1; port 0: any free one
  std::vector<std::string> allowed_origins;  // beside loopback and the endpoint's own
  std::vector<std::string> subprotocols;     // that are spoken here, the best first
  ServerTimeouts timeouts;
  std::size_t max_hello = defaults::max_hello;  // bytes of the first message
  HttpPages pages;
  Access access;
  std::shared_ptr<TlsServer> tls;           // none: it speaks plainly
  std::shared_ptr<Admission> admission;     // who is let in, and how many; none: everybody
  std::shared_ptr<PageBudget> page_budget;  // for frames that many connections are sent; none: each gets copies
  Log log;
};

class WebSocketServer {
 public:
  /// Called, on the connection's thread, when a client's handshake is done. `thread`: the place of its loop among the
  /// server's.
  using OnConnection =
      std::function<std::unique_ptr<ConnectionHandler>(ServerConnection& connection, std::size_t thread)>;

  /// The first loop's thread accepts, and is that of listen() and stop(). A new connection goes to the loop that has
  /// the fewest, the last one of those with as few. The loops outlive the server.
  WebSocketServer(std::vector<Loop*> loops, ServerOptions options, OnConnection on_connection);
  /// Cuts all connections where they stand; their handlers go without on_closed(). No loop may be running on another
  /// thread.
  ~WebSocketServer();
  WebSocketServer(const WebSocketServer&) = delete;
  WebSocketServer& operator=(const WebSocketServer&) = delete;

  /// Binds, and accepts from now on. Gives the port, the same for all addresses.
  Result<std::uint16_t> listen();
  /// Whether other machines can reach it, once it listens.
  [[nodiscard]] bool beyond_loopback() const;
  /// Accepts no more and closes all connections with `code`; `on_done`, on the first loop, when the last has gone, at
  /// most ServerTimeouts::close later.
  void stop(std::uint16_t code, std::string why, std::function<void()> on_done);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace netdumplings::net
