// Colours for a terminal, and text from outside made harmless for it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace netdumplings::terminal {

/// Returns whether standard output is a terminal.
bool is_output();

/// Returns whether standard output is a terminal, and NO_COLOR is unset or empty.
bool wants_colour();

/// Returns `text` in bold if `colour`, else as it is.
std::string bold(std::string_view text, bool colour);

/// Returns text from outside with its control characters (C0, DEL, C1), bytes that aren't UTF-8, and characters that
/// are invisible or turn the direction of others escaped: it can't move the cursor, change colours, begin a new line,
/// or look like another text.
std::string harmless(std::string_view text);

/// Returns the begin of text from outside, made harmless(), for a log line: at most `bytes` bytes of it, and `...` if
/// that isn't all.
std::string shown(std::string_view text, std::size_t bytes);

/// Returns the same JSON, which must be UTF-8, with the characters that harmless() escapes written as JSON's escapes,
/// except tabs and line ends.
std::string harmless_json(std::string_view json);

}  // namespace netdumplings::terminal
