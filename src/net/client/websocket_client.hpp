// One WebSocket connection from a kitchen or an eater to a hub. Used on its Loop's thread only.
//
// It answers the hub's pings, sends one when nothing moved for defaults::ping_interval, and closes with 1011 when
// nothing did for defaults::silent_peer_timeout.
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
  std::chrono::nanoseconds connect = defaults::connect_timeout;     // for the name, for each address, for the handshake
  std::chrono::nanoseconds ping = defaults::ping_interval;          // nothing moved for so long: the hub is pinged
  std::chrono::nanoseconds silent = defaults::silent_peer_timeout;  // nothing moved for so long: the hub is gone
};

struct ClientOptions {
  Endpoint hub;
  std::vector<std::string> subprotocols;  // offered, in this order
  std::size_t max_message = 0;            // larger ones close the connection with 1009; 0: defaults::client_max_message
  ClientTimeouts timeouts{};
  std::shared_ptr<const TlsClient> tls = {};  // for a hub that speaks TLS
  std::string token = {};                     // shown to the hub; empty: none
};

class WebSocketClient {
 public:
  /// None is called inside a call of the client's; after on_failed or on_closed none is called any more.
  struct Handlers {
    std::function<void()> on_open;
    /// One whole message; the bytes are valid during the call.
    std::function<void(std::string_view message, bool binary)> on_message;
    /// All that was sent has been given to the kernel.
    std::function<void()> on_drained;
    /// There was never a connection: why, in one line (name not found, refused, no WebSocket, ...).
    std::function<void(const std::string& why)> on_failed;
    std::function<void(const CloseReason& reason)> on_closed;
  };

  WebSocketClient(Loop& loop, ClientOptions options, Handlers handlers);
  /// Cuts the connection where it stands; no handler is called any more.
  ~WebSocketClient();
  WebSocketClient(const WebSocketClient&) = delete;
  WebSocketClient& operator=(const WebSocketClient&) = delete;

  /// Resolves the name, tries its addresses in turn, and does the handshake. Once.
  void connect();
  /// Sends each text as one message of its own, all in as few writes as possible. The texts are copied. Only when open.
  void send(std::span<const std::string_view> texts);
  void send(std::string_view text) { send(std::span(&text, 1)); }
  /// Bytes sent but not yet given to the kernel. The caller's to bound: here they are queued.
  [[nodiscard]] std::size_t pending() const;
  /// Messages given to the kernel whole, since connect(); final when on_closed is called.
  [[nodiscard]] std::uint64_t messages_given() const;
  /// After on_failed: the hub was there, and let nobody in who shows this token, or none.
  [[nodiscard]] bool unauthorised() const;
  /// What the hub chose of the subprotocols offered; "" for none.
  [[nodiscard]] const std::string& subprotocol() const;
  /// Says Close behind all that was sent and waits for the answer, at most `timeout` from now (nullopt: as long as the
  /// hub lives); on_closed follows. No message is delivered any more. Only when open; a second call changes nothing.
  void close(std::uint16_t code, std::string_view reason,
             std::optional<std::chrono::nanoseconds> timeout = defaults::close_timeout);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace netdumplings::net
