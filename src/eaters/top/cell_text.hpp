// Text in a terminal's cells: how many it takes, and making it fit. Widths are those of a UTF-8 locale, which the
// process must have set (LC_CTYPE).
#pragma once

#include <string>
#include <string_view>

namespace netdumplings::eaters::top {

/// Text from outside made harmless, and what turns or hides other text (directions, zero-width characters) escaped too.
std::string shown(std::string_view text);

// Both of these are for text that has been made harmless.

/// In cells; a wide character takes two.
int width(std::string_view text);
/// As much of the text as fits in so many cells, with `~` for its last one where something is left out.
std::string cut(std::string_view text, int cells);

/// For a terminal without UTF-8: each character as one, or as many as it has cells, of ASCII.
std::string ascii(std::string_view text);

}  // namespace netdumplings::eaters::top
