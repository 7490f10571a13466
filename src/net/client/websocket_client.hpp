// One WebSocket connection from a kitchen or an eater to a hub. Used on its Loop's thread only.
//
// It answers the hub's pings. It pings a hub that is silent for ClientTimeouts::ping, and closes with 1011 when the hub
// is silent for ClientTimeouts::silent, whatever the client itself sends meanwhile.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/defaults.hpp"
#include "net/loop/endpoint.hpp"
#include "net/loop/loop.hpp"
#include "net/tls/tls.hpp"
#include "net/websocket/close_reason.hpp"

namespace netdumplings::net {

struct ClientTimeouts {
  std::chrono::nanoseconds connect =
      defaults::connect_timeout;  // for the name, then for each address, then for the handshake
  std::chrono::nanoseconds ping = defaults::ping_interval;          // a hub that is silent for this long is pinged
  std::chrono::nanoseconds silent = defaults::silent_peer_timeout;  // and after this long it is given up
};

struct ClientOptions {
  Endpoint hub;
  std::vector<std::string> subprotocols;  // offered, in this order
  std::size_t max_message = 0;            // bytes; a larger one closes with 1009; 0: defaults::client_max_message
  ClientTimeouts timeouts{};
  std::shared_ptr<const TlsClient> tls = {};  // for a hub that speaks TLS, else null
  std::string token = {};                     // shown to the hub; "" for none
};

class WebSocketClient {
 public:
  /// No handler is called inside a call of the client's functions, and none after on_failed or on_closed. A handler may
  /// destroy the client.
  struct Handlers {
    std::function<void()> on_open;
    /// Takes one whole message. The bytes are valid during the call.
    std::function<void(std::string_view message, bool binary)> on_message;
    /// Everything that was sent has been given to the kernel.
    std::function<void()> on_drained;
    /// The connection never opened. `why` is one line: the name wasn't found, it was refused, it is no WebSocket, ...
    std::function<void(const std::string& why)> on_failed;
    /// The connection was open and has ended.
    std::function<void(const CloseReason& reason)> on_closed;
  };

  WebSocketClient(Loop& loop, ClientOptions options, Handlers handlers);
  /// Cuts the connection. No handler is called any more.
  ~WebSocketClient();
  WebSocketClient(const WebSocketClient&) = delete;
  WebSocketClient& operator=(const WebSocketClient&) = delete;

  /// Resolves the name, tries its addresses in turn, and does the handshake. Call it once.
  void connect();
  /// Sends each text as a message of its own, all in as few writes as possible. Copies the texts. Does nothing unless
  /// the connection is open.
  void send(std::span<const std::string_view> texts);
  void send(std::string_view text) { send(std::span(&text, 1)); }
  /// Returns the bytes that are queued: sent, but not given to the kernel yet. The caller bounds them.
  [[nodiscard]] std::size_t pending() const;
  /// Returns how many messages were given to the kernel whole since connect(). Final when on_closed is called.
  [[nodiscard]] std::uint64_t messages_given() const;
  /// Returns, after on_failed, whether a hub was there that doesn't accept our token, or asks for one.
  [[nodiscard]] bool unauthorised() const;
  /// Returns the subprotocol that the hub chose of those offered; "" if it chose none.
  [[nodiscard]] const std::string& subprotocol() const;
  /// Says Close after everything that was sent, and waits for the answer: at most `timeout` from now, or with nullopt
  /// as long as the hub lives. Then on_closed is called; no message is delivered any more. Does nothing unless the
  /// connection is open.
  void close(std::uint16_t code, std::string_view reason,
             std::optional<std::chrono::nanoseconds> timeout = defaults::close_timeout);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace netdumplings::net
