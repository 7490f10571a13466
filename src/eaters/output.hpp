// A tool's standard output.
#pragma once

#include <string>
#include <string_view>

#include "common/os/patient_writer.hpp"

namespace netdumplings::eaters {

/// Writes without buffering, so that a dumpling's text is seen before the next dumpling comes. After the first write
/// that fails, it writes nothing more.
class Output {
 public:
  enum class State {
    open,
    closed,       // the reader is gone, which is not an error
    interrupted,  // it was time to stop while a slow reader made a write wait
    failed,
  };

  /// Writes to `fd`, which stays the caller's. A write that waits gives up when `stop_fd` becomes readable (-1: never).
  /// From now on the process ignores SIGPIPE, so that a reader that goes away doesn't end it.
  explicit Output(int fd, int stop_fd = -1);

  /// Returns whether all of the text was written.
  bool write(std::string_view text);
  [[nodiscard]] State state() const { return state_; }
  /// Returns why writing failed; empty unless state() is failed.
  [[nodiscard]] const std::string& failure() const { return failure_; }

 private:
  PatientWriter writer_;
  State state_ = State::open;
  std::string failure_;
};

}  // namespace netdumplings::eaters
