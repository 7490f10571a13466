// The file with the tokens that kitchens, or eaters, must show one of.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "common/result.hpp"
#include "net/http/token_guard.hpp"

namespace netdumplings::hub {

/// read() is for one thread, the guard for all.
class TokenFile {
 public:
  /// `whose`, "kitchens" say, is for the log. An empty `path`: nobody needs a token, and there is no guard.
  TokenFile(std::string whose, std::string path) : whose_(std::move(whose)), path_(std::move(path)) {
    if (!path_.empty()) guard_ = std::make_shared<net::TokenGuard>();
  }

  [[nodiscard]] bool given() const { return guard_ != nullptr; }
  [[nodiscard]] std::shared_ptr<const net::TokenGuard> guard() const { return guard_; }
  /// Reads the file, which is given, and gives a line about it. When that fails, what was read before holds; until the
  /// first time nobody is let in.
  Result<std::string> read() const;

 private:
  const std::string whose_;
  const std::string path_;
  std::shared_ptr<net::TokenGuard> guard_;
};

}  // namespace netdumplings::hub
