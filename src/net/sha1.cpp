#include "net/sha1.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace netdumplings::net {

void sha1(const std::uint8_t* bytes, std::size_t size, std::uint8_t* digest) noexcept {
  constexpr std::size_t digest_size = 20;
  // A library that is set up to refuse SHA-1 gives zeros: an ID that names no flow.
  if (EVP_Digest(bytes, size, digest, nullptr, EVP_sha1(), nullptr) != 1) std::fill_n(digest, digest_size, 0);
}

}  // namespace netdumplings::net
