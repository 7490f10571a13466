// Lays JSON out for people, for nd-print and nd-hubdetails.
#pragma once

#include <string>
#include <string_view>

#include "common/result.hpp"

namespace netdumplings {

/// Returns the value of `member` in the JSON object `document`, or the whole document if `member` is empty. Lays it out
/// as Python's json.dumps(..., sort_keys=True, indent=4) does: keys sorted, indented by 4, non-ASCII escaped, floats in
/// their shortest form, whole numbers of any length as they came. Escapes DEL too. Adds the contract's colours if
/// `colour`. Returns an error if the text isn't JSON, is deeper than defaults::client_max_json_depth, or has no such
/// member.
Result<std::string> pretty_json(std::string_view document, std::string_view member, bool colour);

}  // namespace netdumplings
