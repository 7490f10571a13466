#include "network/common/digests.hpp"

#include <algorithm>
#include <stdexcept>

namespace netdumplings::chefs::network {

Digests::Digests()
    : sha256_(EVP_MD_fetch(nullptr, "SHA256", nullptr)),
      md5_(EVP_MD_fetch(nullptr, "MD5", nullptr)),
      context_(EVP_MD_CTX_new()) {
  if (!sha256_ || !context_) throw std::runtime_error("libcrypto has no SHA-256");
}

Sha256 Digests::sha256_of(std::initializer_list<Bytes> parts, Bytes before) {
  require_libcrypto(EVP_DigestInit_ex2(context_.get(), sha256_.get(), nullptr));
  require_libcrypto(EVP_DigestUpdate(context_.get(), before.data(), before.size()));
  for (const Bytes part : parts) require_libcrypto(EVP_DigestUpdate(context_.get(), part.data(), part.size()));
  Sha256 digest{};
  require_libcrypto(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
  return digest;
}

Sha256 Digests::sha256(Bytes bytes) { return sha256_of({bytes}, {}); }

std::optional<Md5> Digests::md5(Bytes bytes) {
  if (!md5_) return std::nullopt;
  require_libcrypto(EVP_DigestInit_ex2(context_.get(), md5_.get(), nullptr));
  require_libcrypto(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
  Md5 digest{};
  require_libcrypto(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
  return digest;
}

Sha256 Digests::hmac(Bytes key, std::initializer_list<Bytes> parts) {
  std::array<std::uint8_t, 64> inner{};
  std::copy_n(key.begin(), std::min(key.size(), inner.size()), inner.begin());
  std::array<std::uint8_t, 64> outer = inner;
  for (std::uint8_t& byte : inner) byte ^= 0x36;
  for (std::uint8_t& byte : outer) byte ^= 0x5c;
  const Sha256 digest = sha256_of(parts, inner);
  return sha256_of({digest}, outer);
}

}  // namespace netdumplings::chefs::network
