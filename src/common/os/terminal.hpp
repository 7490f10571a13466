// What the tools print for people: colour, and text from outside made harmless.
#pragma once

#include <string>
#include <string_view>

namespace netdumplings::terminal {

/// Whether standard output is a terminal.
bool is_output();

/// Whether standard output is a terminal that wants colour: it is a tty and NO_COLOR is unset or empty.
bool wants_colour();

/// `text` in bold when `colour`, else as it is.
std::string bold(std::string_view text, bool colour);

/// Text that came from outside with its control characters (C0, DEL, C1) and bytes that are no UTF-8 shown escaped, so
/// that it can't move the cursor or change colours. One line stays one line.
std::string harmless(std::string_view text);

/// The same JSON, with the control characters that JSON lets stand (DEL, C1) written as \u00xx. For JSON in UTF-8.
std::string harmless_json(std::string_view json);

}  // namespace netdumplings::terminal
