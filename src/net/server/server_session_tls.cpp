// A client's connection before it has said anything: the TLS handshake.
#include "net/server/server_session_impl.hpp"

namespace netdumplings::net {

using tcp = boost::asio::ip::tcp;

void ServerSession::shake_hands() {
  switch (tls_->shake_hands()) {
    case TlsTransport::Handshake::wants_input:
      return wait_for_input();
    case TlsTransport::Handshake::wants_room:
      return socket_.async_wait(tcp::socket::wait_write,
                                guarded([](ServerSession& self, const boost::system::error_code& error) {
                                  if (!error) self.shake_hands();
                                }));
    case TlsTransport::Handshake::failed:
      return refuse_tls();
    case TlsTransport::Handshake::done:
      phase_ = Phase::head;
      return on_readable();  // the request may have come with the handshake's end
  }
}

// What the client is told stands in an alert of TLS's, sent already, or, as much as goes out at once, in plain words.
void ServerSession::refuse_tls() {
  if (tls_->client_is_plain()) tcp_.write(to_bytes(tls_is_spoken_here(), true));
  if (const std::string why = tls_->refusal(); !why.empty()) {
    if (const auto more = context_.refusals.due()) {
      context_.options.log->warn("Refused {}: {}{}", peer_.to_string(), why, *more);
    }
  }
  leave();
}

}  // namespace netdumplings::net
