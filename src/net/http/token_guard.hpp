// Access by token: a client shows one of the port's tokens, or is answered 401.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http/http_route.hpp"

namespace netdumplings::net {

/// Keeps the tokens' digests, not the tokens. Used from any thread. A new guard admits nobody.
class TokenGuard {
 public:
  /// Admits these tokens from now on, and no others.
  void replace(const std::vector<std::string>& tokens);

  /// Returns whether the token is one of them. The time that it takes depends on the size of `token` alone.
  [[nodiscard]] bool admits(std::string_view token) const;
  /// Does the same for a token in base64url without padding.
  [[nodiscard]] bool admits_encoded(std::string_view token) const;

 private:
  using Digest = std::array<unsigned char, 32>;
  struct Known {
    std::vector<Digest> plain;
    std::vector<Digest> encoded;
  };
  static Digest digest_of(std::string_view text);
  static bool is_among(const std::vector<Digest>& digests, const Digest& digest);
  [[nodiscard]] std::shared_ptr<const Known> known() const;

  mutable std::mutex mutex_;
  std::shared_ptr<const Known> known_ = std::make_shared<Known>();
};

/// What a port asks of its clients. A null guard asks for nothing.
struct Access {
  std::shared_ptr<const TokenGuard> websockets;
  std::shared_ptr<const TokenGuard> pages;
  /// Returns whether a page is served without a token all the same.
  std::function<bool(std::string_view path)> is_public;
};

/// Returns the 401 for a request that should show a token and shows none, or a wrong one; else nothing.
std::optional<HttpReply> refuse_without_token(const HttpRequest& request, const Access& access);

/// Returns bytes as base64url (RFC 4648, section 5) without padding.
std::string base64url(std::string_view bytes);

}  // namespace netdumplings::net
