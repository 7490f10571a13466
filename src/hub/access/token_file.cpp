#include "hub/access/token_file.hpp"

#include "common/os/secret.hpp"
#include "common/os/terminal.hpp"
#include "common/os/token.hpp"

namespace netdumplings::hub {

Result<std::string> TokenFile::read() const {
  auto tokens = read_token_file(path_);
  if (!tokens) return Error{tokens.error()};
  guard_->replace(*tokens);
  for (auto& token : *tokens) cleanse(token);
  return "tokens for " + whose_ + ", " + std::to_string(tokens->size()) + " in " + terminal::harmless(path_);
}

}  // namespace netdumplings::hub
