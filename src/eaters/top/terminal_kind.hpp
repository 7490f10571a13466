// Whether this terminal's kind is known at all.
#pragma once

namespace netdumplings::eaters::top {

/// Whether terminfo has what TERM names. Asked before a screen is made: making one of an unknown kind leaks.
bool terminal_kind_is_known();

}  // namespace netdumplings::eaters::top
