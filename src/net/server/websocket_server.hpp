// A port that serves WebSocket clients, with one thread or several. A connection and its handler belong to one thread
// and are used on that thread alone.
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
#include "net/websocket/peer.hpp"

namespace netdumplings::net {

/// One client, after its handshake. It lives as long as its handler.
class ServerConnection {
 public:
  virtual ~ServerConnection() = default;
  [[nodiscard]] virtual const Endpoint& peer() const = 0;
  /// Returns the first of ServerOptions::subprotocols that the client offered; "" if it offered none of them.
  [[nodiscard]] virtual const std::string& subprotocol() const = 0;
  /// Sets the limit of a message: a longer one closes the connection with `code` and `why`. Before this is called the
  /// limit is ServerOptions::max_hello, and the code 1008.
  virtual void limit_messages(std::size_t bytes, std::uint16_t code, std::string why) = 0;
  /// Says that the client has introduced itself: the time limit for its hello is over.
  virtual void welcome() = 0;
  /// Sends data frames from `source` from now on, which lives at least as long as the handler. Sends none before
  /// flush().
  virtual void send_from(FrameSource& source) = 0;
  /// Gives the kernel what it takes of what there is to send; the rest goes by itself. Calls no handler.
  virtual void flush() = 0;
  /// Says Close after the frame that is under way. Nothing follows it, and no message is handed over any more. A client
  /// that doesn't answer within ServerTimeouts::close is reset. Calls no handler.
  virtual void close(std::uint16_t code, std::string_view why) = 0;
  /// Returns the code that this side closed with; 0 if it hasn't.
  [[nodiscard]] virtual std::uint16_t said_close() const = 0;
};

/// What a server does with one client. Made after the handshake, destroyed after on_closed().
class ConnectionHandler {
 public:
  virtual ~ConnectionHandler() = default;
  /// Takes one whole message, in the order of sending. The bytes are valid during the call; `readable_after` bytes
  /// after them may be read too, whatever they are.
  virtual void on_message(std::string_view message, bool binary) = 0;
  /// Called when all messages of one read have been handed over.
  virtual void on_batch_end() {}
  /// Called when the connection is over. `why` is for a log; the client's own words in it are escaped.
  virtual void on_closed(const std::string& why) = 0;

  static constexpr std::size_t readable_after = Peer::readable_after_message;
};

struct ServerTimeouts {
  std::chrono::milliseconds hello = defaults::hello_timeout;         // from connecting to welcome()
  std::chrono::milliseconds progress = defaults::eater_timeout;      // while data is pending, but none is taken
  std::chrono::milliseconds close = defaults::close_timeout;         // for the client's answer to our Close
  std::chrono::milliseconds ping = defaults::ping_interval;          // a client that is silent for this long is pinged
  std::chrono::milliseconds silent = defaults::silent_peer_timeout;  // and after this long it is given up
};

struct ServerOptions {
  Endpoint endpoint;                         // `localhost`: 127.0.0.1 and ::1; port 0: any free one
  std::vector<std::string> allowed_origins;  // besides loopback and the endpoint's own
  std::vector<std::string> subprotocols;     // that the server speaks, the best first
  ServerTimeouts timeouts;
  std::size_t max_hello = defaults::max_hello;  // bytes of the first message
  HttpPages pages;
  Access access;
  std::shared_ptr<TlsServer> tls;           // null: without TLS
  std::shared_ptr<Admission> admission;     // limits how many clients are let in; null: no limit
  std::shared_ptr<PageBudget> page_budget;  // for frames that many connections are sent; null: each gets copies
  Log log;
};

class WebSocketServer {
 public:
  /// Called on the connection's thread after a client's handshake. `thread` is the index of its loop among the
  /// server's.
  using OnConnection =
      std::function<std::unique_ptr<ConnectionHandler>(ServerConnection& connection, std::size_t thread)>;

  /// The first loop's thread accepts clients, and calls listen() and stop(). A new connection goes to the loop with the
  /// fewest connections; among equals, to the last. The loops outlive the server.
  WebSocketServer(std::vector<Loop*> loops, ServerOptions options, OnConnection on_connection);
  /// Cuts all connections; their handlers are destroyed without on_closed(). No loop may be running on another thread.
  ~WebSocketServer();
  WebSocketServer(const WebSocketServer&) = delete;
  WebSocketServer& operator=(const WebSocketServer&) = delete;

  /// Binds and begins to accept. Returns the port, which is the same for all addresses; the error says why it can't be
  /// had and what to do.
  Result<std::uint16_t> listen();
  /// Returns whether other machines can reach it, once it listens.
  [[nodiscard]] bool beyond_loopback() const;
  /// Stops accepting and closes all connections with `code`. Calls `on_done` on the first loop when the last connection
  /// is gone, at most ServerTimeouts::close later.
  void stop(std::uint16_t code, std::string why, std::function<void()> on_done);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace netdumplings::net
