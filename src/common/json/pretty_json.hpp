// Lays JSON out for people, for nd-print and nd-hubdetails.
#pragma once

#include <string_view>

#include "common/result.hpp"
#include "common/text_stream.hpp"

namespace netdumplings {

/// Writes the value of `member` in the JSON object `document` to `out`, or the whole document if `member` is empty.
/// Lays it out as Python's json.dumps(..., sort_keys=True, indent=4) does: keys sorted, indented by 4, non-ASCII
/// escaped, floats in their shortest form, whole numbers of any length as they came. Escapes DEL too. Adds the
/// contract's colours if `colour`. What is deeper than defaults::deepest_indented_json is on one line, so that many
/// deep values don't become mostly spaces. If the text isn't JSON, is deeper than defaults::client_max_json_depth, or
/// has no such member, it returns an error, and nothing is written.
Result<void> pretty_json(std::string_view document, std::string_view member, bool colour, TextStream& out);

}  // namespace netdumplings
