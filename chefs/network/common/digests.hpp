// Digests by libcrypto.
#pragma once

#include <netdumplings/layer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>

#include "network/common/libcrypto.hpp"

namespace netdumplings::chefs::network {

using Sha256 = std::array<std::uint8_t, 32>;
using Md5 = std::array<std::uint8_t, 16>;

/// Computes digests. Keeps libcrypto's algorithms and a context, so a digest allocates nothing. Not for several
/// threads.
class Digests {
 public:
  /// Throws std::runtime_error if libcrypto has no SHA-256.
  Digests();

  /// Returns the digest of `bytes`.
  Sha256 sha256(Bytes bytes);
  /// Returns the digest of `bytes`, or nothing if libcrypto was set up without MD5 (FIPS).
  std::optional<Md5> md5(Bytes bytes);
  /// Returns HMAC-SHA256 (RFC 2104) of the parts, one after the other. `key` has at most 64 bytes.
  Sha256 hmac(Bytes key, std::initializer_list<Bytes> parts);

 private:
  Sha256 sha256_of(std::initializer_list<Bytes> parts, Bytes before);

  LibcryptoPtr<EVP_MD> sha256_;
  LibcryptoPtr<EVP_MD> md5_;  // null without MD5
  LibcryptoPtr<EVP_MD_CTX> context_;
};

}  // namespace netdumplings::chefs::network
