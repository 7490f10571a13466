// What TlsChef keeps of hellos, and the payload that it makes of them.
#pragma once

#include <netdumplings/connection.hpp>
#include <netdumplings/layers/tls.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "network/tls/tls_fingerprints.hpp"

namespace netdumplings::chefs::network {

/// What carries the handshake.
enum class TlsTransport : std::uint8_t { tcp, quic };

/// What is kept of the client's hello.
struct ClientSaid {
  std::int64_t when_ns = 0;
  TlsTransport transport = TlsTransport::tcp;
  std::string names;         ///< members of the payload: "server_name":..,"alpn":..
  std::string fingerprints;  ///< "ja3":..,"ja4":..
  std::string session_id;
  bool may_hide_resumption = false;  ///< it has a ticket, and no session ID by which one sees whether it was accepted
};

/// What is kept of the server's hello.
struct ServerSaid {
  std::uint16_t version = 0;
  std::uint16_t cipher_suite = 0;
  std::optional<std::string> protocol;
  std::string session_id;
  bool has_pre_shared_key = false;
};

/// Takes what is kept of a hello. If it isn't whole, what can't be known is null.
ClientSaid said_by(const layers::TlsClientHello& hello, std::int64_t when_ns, TlsTransport transport,
                   TlsFingerprints& fingerprints);
ServerSaid said_by(const layers::TlsServerHello& hello);

/// Appends the payload. `server` is null if the server's hello wasn't seen.
void append_tls(std::string& out, const Connection& connection, const ClientSaid& client, const ServerSaid* server);

}  // namespace netdumplings::chefs::network
