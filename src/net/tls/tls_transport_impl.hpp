// TLS over another transport, for either end of a connection.
#pragma once

#include <string>
#include <string_view>

#include "net/loop/endpoint.hpp"
#include "net/send/transport.hpp"
#include "net/tls/tls.hpp"
#include "net/tls/tls_handles_impl.hpp"

namespace netdumplings::net {

/// OpenSSL wants the same bytes again for a write that didn't go out, but the caller's bytes may be gone by then, or
/// follow a control frame. So the transport takes a record that was begun: it keeps a copy, at most 16 KB, until the
/// kernel has it. Nothing else is written before that.
class TlsTransport final : public Transport {
 public:
  enum class Handshake { done, wants_input, wants_room, failed };

  /// `end` comes from server_end() or client_end(). `below` outlives this.
  TlsTransport(SslHandle end, Transport& below);
  ~TlsTransport() override = default;
  TlsTransport(const TlsTransport&) = delete;
  TlsTransport& operator=(const TlsTransport&) = delete;

  /// Does a step of the handshake. Comes before everything else, and again when there is what it wants.
  Handshake shake_hands();
  /// Returns why a server refused its client, for the log; "" if the client just went.
  [[nodiscard]] std::string refused_client() const;
  /// Returns whether the handshake failed because the client speaks plain HTTP.
  [[nodiscard]] bool client_is_plain() const;
  /// Returns why a client has no TLS with its hub, once something has failed; "" if TLS isn't the reason.
  [[nodiscard]] std::string refused_hub(const Endpoint& hub, const TlsClientFiles& files) const;

  IoResult read(std::span<char> room) override;
  IoResult write(std::string_view bytes) override;
  [[nodiscard]] bool pending() const override { return !kept_.empty() || answer_waits_; }
  IoResult flush() override;
  [[nodiscard]] bool has_unread() const override { return has_unread_; }
  void finish() override;

 private:
  IoResult stopped(int result);

  Transport& below_;
  SslHandle ssl_;
  std::string kept_;           // the record that OpenSSL has begun to write
  int failure_ = 0;            // OpenSSL's reason; 0: the connection just ended
  bool answer_waits_ = false;  // OpenSSL has something of its own to send
  bool has_unread_ = false;
  bool open_ = false;  // the handshake is done, and finish() hasn't been called
};

}  // namespace netdumplings::net
