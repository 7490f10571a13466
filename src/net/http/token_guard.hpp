// Who may: a port's clients show one of its tokens, or are answered 401.
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

/// Knows the tokens' digests, not the tokens. Used from any thread. A new one admits nobody.
class TokenGuard {
 public:
  /// From now on these, and no others.
  void replace(const std::vector<std::string>& tokens);

  /// How long it takes depends on how long `token` is, and on nothing else.
  [[nodiscard]] bool admits(std::string_view token) const;
  /// The same for a token in base64url without padding.
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

/// What a port asks of its clients. A guard that is null asks nothing.
struct Access {
  std::shared_ptr<const TokenGuard> websockets;
  std::shared_ptr<const TokenGuard> pages;
  /// Of which pages none is asked for all the same.
  std::function<bool(std::string_view path)> is_public;
};

/// The 401 for a request that shows no right token where it should; else nothing.
std::optional<HttpReply> refuse_without_token(const HttpRequest& request, const Access& access);

/// Bytes as base64url (RFC 4648, section 5) without padding.
std::string base64url(std::string_view bytes);

}  // namespace netdumplings::net
