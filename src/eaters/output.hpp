// A tool's standard output.
#pragma once

#include <string>
#include <string_view>

#include "common/os/patient_writer.hpp"

namespace netdumplings::eaters {

/// Writes at once: what a dumpling printed is seen before the next one comes. The first write that fails is the last
/// one tried; what is written later goes nowhere.
class Output {
 public:
  enum class State {
    open,
    closed,       // nobody reads any more: nothing to complain about
    interrupted,  // it was time to stop, and the reader still made us wait
    failed,
  };

  /// Writes to `fd`, which stays the caller's; `stop_fd` as PatientWriter has it. A reader that goes away no longer
  /// ends the process (SIGPIPE is ignored).
  explicit Output(int fd, int stop_fd = -1);

  /// False unless all of it was written.
  bool write(std::string_view text);
  [[nodiscard]] State state() const { return state_; }
  /// Why writing failed.
  [[nodiscard]] const std::string& failure() const { return failure_; }

 private:
  PatientWriter writer_;
  State state_ = State::open;
  std::string failure_;
};

}  // namespace netdumplings::eaters
