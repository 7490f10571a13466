// Whether we know how to draw on this kind of terminal.
#pragma once

namespace netdumplings::eaters::top {

/// Returns whether terminfo has the kind of terminal that TERM names. Ask before making a screen: ncurses leaks memory
/// when it fails to make one.
bool terminal_kind_is_known();

}  // namespace netdumplings::eaters::top
