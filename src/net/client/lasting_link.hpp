// A client's link to its hub that outlasts single connections: it connects, and when that fails or the connection ends,
// it waits and connects again. Used on its Loop's thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/client/websocket_client.hpp"
#include "net/loop/backoff.hpp"
#include "net/loop/loop.hpp"

namespace netdumplings::net {

class LastingLink {
 public:
  enum class State : std::uint8_t {
    idle,  // before start() and after end()
    connecting,
    open,
    closing,  // close() was called, and the connection hasn't ended yet
    waiting,  // for the next try
  };

  /// A try to connect that failed. It is part of an outage: an outage begins with the first failed try or with the end
  /// of a connection, and ends when a connection opens.
  struct Failure {
    std::string why;           // in one line
    bool first = false;        // no other try of this outage failed before
    bool after_loss = false;   // the outage began with the end of a connection
    bool turned_away = false;  // the hub refuses our token, or wants one, for the first time in this outage
  };

  /// None is called inside a call of the link's own functions, except on_connecting.
  struct Handlers {
    std::function<void()> on_connecting = {};  // a try begins
    /// The connection is open. `after_outage`: an outage ended.
    std::function<void(bool after_outage)> on_open = {};
    /// One whole message of the hub; the bytes are valid during the call.
    std::function<void(std::string_view message)> on_message = {};
    /// Everything that was sent has been given to the kernel.
    std::function<void()> on_drained = {};
    /// A try failed. The link tries again after a wait, unless the handler calls end().
    std::function<void(const Failure& failure)> on_unreachable = {};
    /// The connection ended, after close() too. The link connects again after a wait, unless the handler calls end().
    std::function<void(const CloseReason& reason)> on_closed = {};
  };

  /// Does nothing before start(). `loop` outlives the link.
  LastingLink(Loop& loop, ClientOptions options, Handlers handlers);
  LastingLink(const LastingLink&) = delete;
  LastingLink& operator=(const LastingLink&) = delete;

  /// Begins the first try. Call it once.
  void start();
  /// Ends the link for good: cuts the connection if there is one, and tries no more. No handler is called afterwards.
  void end();

  /// Shows the hub another token, and uses other TLS files (null: none), from the next connection on.
  void use(std::string token, std::shared_ptr<const TlsClient> tls);

  [[nodiscard]] State state() const { return state_; }
  /// The connection, from on_open until on_closed returns. Close it through the link's close().
  WebSocketClient& connection() { return *client_; }

  /// Closes the connection as WebSocketClient::close() does. Does nothing unless the state is open.
  void close(std::uint16_t code, std::string_view reason,
             std::optional<std::chrono::nanoseconds> timeout = defaults::close_timeout);

  /// Makes the next wait a short one. Call it when the connection has achieved something: waits grow while a hub
  /// accepts connections only to close them. A connection that lasted defaults::reconnect_longest makes it short by
  /// itself.
  void progressed() { backoff_.reset(); }

 private:
  struct Outage {
    bool began = false;
    bool after_loss = false;
    bool tried = false;        // a try failed
    bool turned_away = false;  // and was reported
  };

  void connect();
  void opened();
  void failed(const std::string& why);
  void closed(const CloseReason& reason);
  void connect_later();

  Loop& loop_;
  ClientOptions options_;
  const Handlers handlers_;
  State state_ = State::idle;
  std::unique_ptr<WebSocketClient> client_;
  std::chrono::steady_clock::time_point opened_at_;
  Outage outage_;
  Backoff backoff_;
  Timer retry_;
};

}  // namespace netdumplings::net
