// JSON that stays text: checked, made one line, and put together without building a document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/defaults.hpp"

namespace netdumplings::json_text {

/// Nothing when `text` is one JSON document in UTF-8 with no more than `max_depth` (at most 64) arrays and objects in
/// each other; else why not, and where. NaN, Infinity, numbers beyond a double's range and lone surrogates are refused.
/// Linear, without recursion.
std::string check(std::string_view text, std::size_t max_depth = defaults::max_json_depth);

/// Appends `text` as a JSON string, quotes included. Bytes that are no UTF-8 become U+FFFD.
void append_string(std::string& out, std::string_view text);

/// Appends nanoseconds since the epoch as float seconds: the shortest text that reads back as the same double, with a
/// fraction always.
void append_seconds(std::string& out, std::int64_t nanoseconds);

/// Appends JSON text with raw line ends (white space, as it is valid JSON) turned into spaces.
void append_one_line(std::string& out, std::string_view json);

}  // namespace netdumplings::json_text
