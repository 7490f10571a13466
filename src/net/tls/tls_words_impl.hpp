// What went wrong in TLS, for people: which side refused what, and what to do.
#pragma once

#include <openssl/ssl.h>

#include <boost/system/error_code.hpp>
#include <string>

#include "net/loop/endpoint.hpp"
#include "net/tls/tls.hpp"

namespace netdumplings::net {

/// Why a client was turned away in the handshake. `reason` is OpenSSL's (ERR_GET_REASON), 0 when the client just went:
/// then there is nothing to say. `connection` is the server's end.
std::string refused_client(const SSL& connection, int reason);

/// Whether that client spoke plain HTTP.
bool spoke_plainly(int reason);

/// Why there is no TLS with `hub`; nothing when `error` isn't about TLS. `names`: whom the hub's certificate is for.
std::string refused_hub(const Endpoint& hub, const TlsClientFiles& files, const SSL& connection,
                        const std::string& names, const boost::system::error_code& error);

/// The names and addresses that a certificate is for: "a.example, 192.0.2.7"; made harmless, and cut when it is long.
std::string names_of(const X509& certificate);

}  // namespace netdumplings::net
