// Tokens: what kitchens and eaters show a hub that doesn't let everybody in. No message tells one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/result.hpp"

namespace netdumplings {

inline constexpr const char* token_variable = "NETDUMPLINGS_TOKEN";

/// What is wrong with a token, in words that don't tell it; "" for a good one.
std::string token_fault(std::string_view token);

/// All tokens of a file: one a line; empty lines, and those that begin with #, are passed over. A file that others than
/// its owner can read or write is refused.
Result<std::vector<std::string>> read_token_file(const std::string& path);

/// What NETDUMPLINGS_TOKEN says, which is wiped out: neither /proc nor what is loaded later finds it. Call it before
/// there is a second thread.
std::string take_token_variable();

/// The token that a client shows its hub: the first one in `file`, or, where no file is named, `variable`, which
/// NETDUMPLINGS_TOKEN said; "" for neither.
Result<std::string> client_token(const std::string& file, const std::string& variable);

}  // namespace netdumplings
