// What a SIGHUP means: a terminal that is gone, or an operator who wants files to be reread.
#pragma once

namespace netdumplings {

/// Tells the two apart. A terminal that goes away sends SIGHUP to the programs that were started on it, and they should
/// end, like other programs. Any other SIGHUP asks to reopen and reread files.
class Hangup {
 public:
  /// Looks whether the process has a terminal. Doesn't change how the process handles SIGHUP.
  Hangup();

  /// Returns whether the process had a terminal and has lost it. Always false if the process was started so that it
  /// survives this, as nohup(1) does. Call it after a SIGHUP.
  [[nodiscard]] bool terminal_is_gone() const;

 private:
  bool ends_with_terminal_;
};

}  // namespace netdumplings
