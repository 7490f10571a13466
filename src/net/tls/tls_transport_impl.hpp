// A server's TLS over another transport.
#pragma once

#include <string>
#include <string_view>

#include "net/send/transport.hpp"
#include "net/tls/tls.hpp"
#include "net/tls/tls_handles_impl.hpp"

namespace netdumplings::net {

/// OpenSSL wants a write that didn't go out repeated with the same bytes, but the caller's may be gone by then, or have
/// a control frame in front of them. So a record that was begun is taken, and a copy of it, at most 16 KB, kept here
/// until the kernel has it; nothing else is written before.
class TlsTransport final : public Transport {
 public:
  enum class Handshake { done, wants_input, wants_room, failed };

  /// `below` outlives it.
  TlsTransport(TlsContext context, Transport& below);
  ~TlsTransport() override = default;
  TlsTransport(const TlsTransport&) = delete;
  TlsTransport& operator=(const TlsTransport&) = delete;

  /// A step of the handshake, before everything else; again when there is what it wants.
  Handshake shake_hands();
  /// Why it failed, for the log; empty when the client just went.
  [[nodiscard]] std::string refusal() const;
  /// Whether it failed because the client speaks plain HTTP.
  [[nodiscard]] bool client_is_plain() const;

  IoResult read(std::span<char> room) override;
  IoResult write(std::string_view bytes) override;
  [[nodiscard]] bool pending() const override { return !kept_.empty() || answer_waits_; }
  IoResult flush() override;
  [[nodiscard]] bool has_unread() const override { return has_unread_; }
  void finish() override;

 private:
  IoResult stopped(int result);

  const TlsContext context_;
  Transport& below_;
  SslHandle ssl_;
  std::string kept_;           // the record that OpenSSL has begun to write
  int failure_ = 0;            // of the handshake: OpenSSL's reason; 0: the connection ended
  bool answer_waits_ = false;  // OpenSSL has something of its own to say
  bool has_unread_ = false;
  bool open_ = false;  // the handshake is done, and finish() hasn't been called
};

}  // namespace netdumplings::net
