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
#include "net/http/trusted_proxies.hpp"
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
  /// that doesn't answer within ServerTimeouts::close is reset. Calls no handler but on_batch_end() and on_closing().
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
  /// Called before this side says Close, whoever began it: the last chance to flush() what answers messages.
  virtual void on_closing() {}
  /// Called when the connection is over. `why` is for a log; the client's own words in it are escaped.
  virtual void on_closed(const std::string& why) = 0;

  static constexpr std::size_t readable_after = Peer::readable_after_message;
};

struct ServerTimeouts {
  std::chrono::milliseconds hello = defaults::hello_timeout;         // from connecting to welcome()
  std::chrono::milliseconds progress = defaults::eater_timeout;      // while data is pending, but none is taken
  std::chrono::milliseconds message = defaults::message_timeout;     // from a message's first bytes to its last
  std::chrono::milliseconds close = defaults::close_timeout;         // for the client's answer to our Close
  std::chrono::milliseconds ping = defaults::ping_interval;          // a client that is silent for this long is pinged
  std::chrono::milliseconds silent = defaults::silent_peer_timeout;  // and after this long it is given up
};

struct ServerOptions {
  std::vector<std::string> addresses{defaults::hub_address};  // `localhost`: 127.0.0.1 and ::1; `*`: 0.0.0.0 and ::
  std::uint16_t port = 0;                                     // 0: any free one
  std::vector<std::string> allowed_origins;                   // besides loopback and the server's own
  TrustedProxies proxies;                                     // they say in X-Forwarded-For which client they speak for
  bool proxy_protocol = false;  // they may also begin a connection with the PROXY protocol
  std::string base_path = "/";  // that proxies may leave in front of a page's path; begins and ends with a slash
  std::vector<std::string> subprotocols;  // that the server speaks, the best first
  ServerTimeouts timeouts;
  std::size_t max_hello = defaults::max_hello;  // bytes of the first message
  std::size_t unfinished_messages =
      defaults::unfinished_messages_budget;  // bytes of all messages that aren't whole yet
  HttpPages pages;
  Access access;
  std::shared_ptr<TlsServer> tls;        // null: without TLS
  std::shared_ptr<Admission> admission;  // limits how many clients may stay after their hello; null: no limit
  // Clients before their hello.
  AdmissionLimits strangers{defaults::max_strangers, defaults::max_strangers_per_address, std::nullopt};
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
  WebSocketServer(const std::vector<Loop*>& loops, ServerOptions options, const OnConnection& on_connection);
  /// Cuts all connections; their handlers are destroyed without on_closed(). No loop may be running on another thread.
  ~WebSocketServer();
  WebSocketServer(const WebSocketServer&) = delete;
  WebSocketServer& operator=(const WebSocketServer&) = delete;

  /// Binds and begins to accept. Returns the port, which is the same for all addresses; the error says why it can't be
  /// had and what to do.
  Result<std::uint16_t> listen();
  /// Returns whether other machines can reach it, once it listens.
  [[nodiscard]] bool beyond_loopback() const;
  /// Logs how many lines were left out, of those that strangers can cause by the thousand. From any thread.
  void tell_left_out_lines();
  /// Stops accepting and closes all connections with `code`. Calls `on_done` on the first loop when the last connection
  /// is gone, at most ServerTimeouts::close later.
  void stop(std::uint16_t code, const std::string& why, std::function<void()> on_done);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace netdumplings::net
