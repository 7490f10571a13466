// The file with the tokens of which kitchens, or eaters, must show one.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "common/result.hpp"
#include "net/http/token_guard.hpp"

namespace netdumplings::hub {

/// read() is for one thread; the guard may be used by all threads.
class TokenFile {
 public:
  /// `whose`, for example "kitchens", is for the log. If `path` is empty, nobody needs a token, and there is no guard.
  TokenFile(std::string whose, std::string path) : whose_(std::move(whose)), path_(std::move(path)) {
    if (!path_.empty()) guard_ = std::make_shared<net::TokenGuard>();
  }

  /// Whether there is a file.
  [[nodiscard]] bool given() const { return guard_ != nullptr; }
  /// Null if no file is given.
  [[nodiscard]] std::shared_ptr<const net::TokenGuard> guard() const { return guard_; }
  /// Reads the file, which must be given, and returns a line about it for the log. If it fails, the tokens that were
  /// read before stay valid. Before the first successful call no token is valid.
  Result<std::string> read() const;

 private:
  const std::string whose_;
  const std::string path_;
  std::shared_ptr<net::TokenGuard> guard_;
};

}  // namespace netdumplings::hub
