#include "network/flow/quic_name.hpp"

#include "network/flow/server_name.hpp"

#include <netdumplings/layers/tls.hpp>

namespace netdumplings::chefs::network {

void QuicName::take(QuicTools& tools, Bytes datagram, Side from) {
  if (is_over_ || (!handshake_ && !QuicHandshake::may_begin_with(datagram))) return;
  if (!handshake_) handshake_ = std::make_unique<QuicHandshake>();
  handshake_->take(tools, datagram, from);
  const Bytes said = handshake_->said(Side::client);
  if (said.empty()) return;
  const auto hello = layers::TlsClientHello::of_message(said);
  if (hello && !hello->is_whole()) return;
  const auto name = hello ? hello->server_name() : std::nullopt;
  if (name) server_name_ = name->substr(0, longest_server_name);
  is_over_ = true;
  handshake_.reset();
}

}  // namespace netdumplings::chefs::network
