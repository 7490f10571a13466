// What the users of libcrypto have in common.
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace netdumplings::chefs::network {

/// Frees objects of libcrypto.
struct LibcryptoFree {
  void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(EVP_CIPHER* algorithm) const { EVP_CIPHER_free(algorithm); }
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

/// Owns an object of libcrypto.
template <typename Object>
using LibcryptoPtr = std::unique_ptr<Object, LibcryptoFree>;

/// Throws std::runtime_error if a call returned something else than success. These calls fail only when memory is out.
inline void require_libcrypto(int result) {
  if (result != 1) throw std::runtime_error("libcrypto failed");
}

}  // namespace netdumplings::chefs::network
