// What the tools print for people: colour, and text from outside made harmless.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace netdumplings::terminal {

/// Whether standard output is a terminal that wants colour: it is a tty and NO_COLOR is unset.
bool wants_colour();

/// `text` in bold when `colour`, else as it is.
std::string bold(std::string_view text, bool colour);

/// Text that came from outside with its control characters (C0, DEL, C1) shown escaped, so that it can't move the
/// cursor or change colours.
std::string harmless(std::string_view text);

/// A payload as nd-print shows it: keys sorted, indent 4, non-ASCII escaped; coloured as the contract says.
std::string pretty(const nlohmann::json& payload, bool colour);

}  // namespace netdumplings::terminal
