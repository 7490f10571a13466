// Checks, joins and writes JSON as text, without building a document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/defaults.hpp"

namespace netdumplings::json_text {

/// Returns "" if `text` is one JSON document in UTF-8 in which at most `max_depth` (up to 64) arrays and objects are
/// nested; else says why not, and where. Refuses NaN, Infinity, numbers beyond a double's range and lone surrogates.
/// Takes linear time and doesn't recurse.
std::string check(std::string_view text, std::size_t max_depth = defaults::max_json_depth);

/// Appends `text` as a JSON string with its quotes. Bytes that aren't UTF-8 become U+FFFD.
void append_string(std::string& out, std::string_view text);

/// Appends nanoseconds since 1970 as seconds: the shortest text that reads back as the same double, always with a
/// fraction.
void append_seconds(std::string& out, std::int64_t nanoseconds);

/// Appends valid JSON text and turns its line ends, which can only be white space there, into spaces.
void append_one_line(std::string& out, std::string_view json);

}  // namespace netdumplings::json_text
