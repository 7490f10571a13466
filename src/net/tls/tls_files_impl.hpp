// Reads the PEM files for TLS. Errors name the option, the file, what is wrong with it and what to do.
#pragma once

#include <openssl/ssl.h>

#include <string>

#include "common/result.hpp"

namespace netdumplings::net {

/// Loads a certificate, the certificates of the authorities that signed it, and its key. After an error, `context` may
/// have a part of them and must not be used. The key's file may be readable for its owner only, or also for its group.
Result<void> use_certificate(SSL_CTX& context, const std::string& certificate_file, const std::string& key_file,
                             bool group_may_read_key);

/// Makes `context` trust only the certificates in `file` and those that they signed. `option` is the command-line
/// option that named the file.
Result<void> trust_only(SSL_CTX& context, const std::string& file, const std::string& option);

/// Returns the SHA-256 of a certificate as "AB:CD:..".
std::string fingerprint_of(const X509& certificate);

/// Returns OpenSSL's words for its last error, and clears its errors.
std::string openssl_words();

}  // namespace netdumplings::net
