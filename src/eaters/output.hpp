// A tool's standard output.
#pragma once

#include <string>
#include <string_view>

namespace netdumplings::eaters {

/// Writes at once: what a dumpling printed is seen before the next one comes. The first write that fails is the last
/// one tried; what is written later goes nowhere.
class Output {
 public:
  enum class State {
    open,
    closed,       // nobody reads any more: nothing to complain about
    interrupted,  // a signal came while the reader made us wait
    failed,
  };

  /// Writes to `fd`, which stays the caller's. A reader that goes away no longer ends the process (SIGPIPE is ignored).
  explicit Output(int fd);

  /// False unless all of it was written.
  bool write(std::string_view text);
  [[nodiscard]] State state() const { return state_; }
  /// Why writing failed.
  [[nodiscard]] const std::string& failure() const { return failure_; }

 private:
  void fail(int error);

  int fd_;
  State state_ = State::open;
  std::string failure_;
};

}  // namespace netdumplings::eaters
