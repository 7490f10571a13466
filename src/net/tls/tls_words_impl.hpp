// What went wrong in TLS, for people: which side refused what, and what to do.
#pragma once

#include <openssl/ssl.h>

#include <string>

#include "net/loop/endpoint.hpp"
#include "net/tls/tls.hpp"

namespace netdumplings::net {

/// Returns why a server turned a client away in the handshake. `reason` is OpenSSL's (ERR_GET_REASON); 0 means that the
/// client just went, about which there is nothing to say. `connection` is the server's end.
std::string why_client_is_refused(const SSL& connection, int reason);

/// Returns whether that client spoke plain HTTP.
bool spoke_plainly(int reason);

/// Returns why there is no TLS with `hub`; "" for the reason 0, which isn't about TLS. `connection` is the client's
/// end.
std::string why_hub_is_refused(const Endpoint& hub, const TlsClientFiles& files, const SSL& connection, int reason);

/// Returns the names and addresses that a certificate is for: "a.example, 192.0.2.7". Control characters are escaped, a
/// long list is cut.
std::string names_of(const X509& certificate);

}  // namespace netdumplings::net
