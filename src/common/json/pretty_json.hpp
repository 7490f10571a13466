// JSON as nd-print and nd-hubdetails show it to people.
#pragma once

#include <string>
#include <string_view>

#include "common/result.hpp"

namespace netdumplings {

/// The value of `member` in the JSON object `document` (all of the document, for an empty `member`), laid out as
/// Python's json.dumps(..., sort_keys=True, indent=4) does: keys sorted, indent 4, non-ASCII escaped, floats in their
/// shortest form, whole numbers of any length as they came; DEL is escaped too. Coloured as the contract says when
/// `colour`. An error when the text is not JSON, is nested deeper than defaults::client_max_json_depth, or has no such
/// member.
Result<std::string> pretty_json(std::string_view document, std::string_view member, bool colour);

}  // namespace netdumplings
