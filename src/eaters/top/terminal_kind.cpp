#include "eaters/top/terminal_kind.hpp"

// In a file of its own because term.h defines macros with names like `lines` and `columns`.
#include <ncurses.h>
#include <term.h>
#include <unistd.h>

namespace netdumplings::eaters::top {

bool terminal_kind_is_known() {
  int found = 0;
  if (setupterm(nullptr, STDOUT_FILENO, &found) != OK) return false;
  del_curterm(cur_term);
  return true;
}

}  // namespace netdumplings::eaters::top
