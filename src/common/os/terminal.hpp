// Colours for a terminal, and text from outside made harmless for it.
#pragma once

#include <string>
#include <string_view>

namespace netdumplings::terminal {

/// Returns whether standard output is a terminal.
bool is_output();

/// Returns whether standard output is a terminal, and NO_COLOR is unset or empty.
bool wants_colour();

/// Returns `text` in bold if `colour`, else as it is.
std::string bold(std::string_view text, bool colour);

/// Returns text from outside with its control characters (C0, DEL, C1) and bytes that aren't UTF-8 escaped, so that it
/// can't move the cursor, change colours or begin a new line.
std::string harmless(std::string_view text);

/// Returns the same JSON, which must be UTF-8, with the control characters that JSON allows (DEL, C1) written as
/// \u00xx.
std::string harmless_json(std::string_view json);

}  // namespace netdumplings::terminal
