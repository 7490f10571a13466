#include "net/http/token_guard.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <stdexcept>

namespace netdumplings::net {

TokenGuard::Digest TokenGuard::digest_of(std::string_view text) {
  Digest digest{};
  if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL has no SHA-256 here");
  }
  return digest;
}

// Looks at all of them, whichever is the right one.
bool TokenGuard::is_among(const std::vector<Digest>& digests, const Digest& digest) {
  unsigned found = 0;
  for (const Digest& each : digests) {
    found |= static_cast<unsigned>(CRYPTO_memcmp(each.data(), digest.data(), digest.size()) == 0);
  }
  return found != 0;
}

void TokenGuard::replace(const std::vector<std::string>& tokens) {
  auto known = std::make_shared<Known>();
  for (const std::string& token : tokens) {
    known->plain.push_back(digest_of(token));
    known->encoded.push_back(digest_of(base64url(token)));
  }
  const std::lock_guard lock(mutex_);
  known_ = std::move(known);
}

std::shared_ptr<const TokenGuard::Known> TokenGuard::known() const {
  const std::lock_guard lock(mutex_);
  return known_;
}

bool TokenGuard::admits(std::string_view token) const { return is_among(known()->plain, digest_of(token)); }

bool TokenGuard::admits_encoded(std::string_view token) const { return is_among(known()->encoded, digest_of(token)); }

std::optional<HttpReply> refuse_without_token(const HttpRequest& request, const Access& access) {
  const bool websocket = request.wants_websocket;
  const TokenGuard* const guard = websocket ? access.websockets.get() : access.pages.get();
  if (guard == nullptr) return std::nullopt;
  if (!websocket && access.is_public && access.is_public(request.path())) return std::nullopt;
  if (guard->admits(request.token)) return std::nullopt;
  if (websocket && guard->admits_encoded(request.encoded_token)) return std::nullopt;
  const bool showed_one = !request.token.empty() || !request.encoded_token.empty();
  HttpReply reply{401, "this needs a right token, as Authorization: Bearer\n",
                  showed_one ? "it showed a wrong token" : "it showed no token"};
  reply.headers = {{"WWW-Authenticate", "Bearer"}};
  return reply;
}

std::string base64url(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  unsigned bits = 0;
  unsigned pending = 0;  // how many of them haven't been written
  for (const char byte : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(byte);
    for (pending += 8; pending >= 6; pending -= 6) out += digits[bits >> (pending - 6) & 63U];
  }
  if (pending > 0) out += digits[bits << (6 - pending) & 63U];
  return out;
}

}  // namespace netdumplings::net
