// The two ends of a TLS connection as OpenSSL's objects, before their handshake.
#pragma once

#include <string>

#include "net/tls/tls.hpp"
#include "net/tls/tls_handles_impl.hpp"

namespace netdumplings::net {

/// Makes a server's end. Throws std::bad_alloc.
SslHandle server_end(const TlsContext& context);

/// Makes the end of a client that asks for `host`, a name or an address, maybe with a zone. A certificate for another
/// name or address is refused. Throws std::bad_alloc.
SslHandle client_end(const TlsContext& context, const std::string& host);

/// Returns the names and addresses of the certificate that a client's end refused; "" if it refused none.
std::string refused_names(const SSL& client_end);

}  // namespace netdumplings::net
