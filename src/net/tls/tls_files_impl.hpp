// The PEM files that TLS stands on. Errors name the option, the file, what is wrong with it and what to do.
#pragma once

#include <openssl/ssl.h>

#include <string>

#include "common/result.hpp"

namespace netdumplings::net {

/// A certificate with what vouches for it, and its key.
Result<void> use_certificate(SSL_CTX& context, const std::string& certificate_file, const std::string& key_file);

/// Only what these certificates vouch for, or one of them itself, is trusted. `option`: where the file's name is from.
Result<void> trust_only(SSL_CTX& context, const std::string& file, const std::string& option);

/// "AB:CD:..", the certificate's SHA-256.
std::string fingerprint_of(const X509& certificate);

/// What OpenSSL says of its last error, in words; it is forgotten then.
std::string openssl_words();

}  // namespace netdumplings::net
