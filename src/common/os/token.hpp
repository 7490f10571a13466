// Tokens, which kitchens and eaters show a hub that doesn't let everybody in. No message contains a token.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/result.hpp"

namespace netdumplings {

inline constexpr const char* token_variable = "NETDUMPLINGS_TOKEN";

/// Says what is wrong with a token, without containing it. Returns "" if the token is good.
std::string token_fault(std::string_view token);

/// Returns all tokens of a file, which has one on each line. Skips empty lines and lines that begin with #. Refuses a
/// file without tokens, and one that others than its owner can read or change.
Result<std::vector<std::string>> read_token_file(const std::string& path);

/// Returns the value of NETDUMPLINGS_TOKEN and removes it, so that neither /proc nor a module that is loaded later
/// finds it. Call it before there is a second thread.
std::string take_token_variable();

/// Returns the token that a client shows its hub: the first one in `file`; if `file` is empty, `variable`, which is the
/// value of NETDUMPLINGS_TOKEN; "" if both are empty.
Result<std::string> client_token(const std::string& file, const std::string& variable);

}  // namespace netdumplings
