// Reads the PEM files of TLS. Errors name the option, the file, what is wrong with it and what to do.
#pragma once

#include <openssl/ssl.h>

#include <string>

#include "common/result.hpp"

namespace netdumplings::net {

/// Makes `context` use a certificate, those that vouch for it, and its key.
Result<void> use_certificate(SSL_CTX& context, const std::string& certificate_file, const std::string& key_file);

/// Makes `context` trust these certificates and what they vouch for, nothing else. `option` is where the file's name
/// comes from.
Result<void> trust_only(SSL_CTX& context, const std::string& file, const std::string& option);

/// Returns the SHA-256 of the certificate: "AB:CD:..".
std::string fingerprint_of(const X509& certificate);

/// Returns what OpenSSL says about its last error, and clears it.
std::string openssl_words();

}  // namespace netdumplings::net
