// Text in the cells of a terminal: how many cells it takes, and how to make it fit. The process must have set a UTF-8
// locale (LC_CTYPE), which knows the width of each character.
#pragma once

#include <string>
#include <string_view>

namespace netdumplings::eaters::top {

// These take text that terminal::harmless() returned.

/// Returns how many cells the text takes. A wide character takes two.
int width(std::string_view text);
/// Returns as much of the text as fits into that many cells. If something is left out, the last character is `~`.
std::string cut(std::string_view text, int cells);

/// Returns the text for a terminal without UTF-8: ASCII characters, as many as the text has cells.
std::string ascii(std::string_view text);

}  // namespace netdumplings::eaters::top
