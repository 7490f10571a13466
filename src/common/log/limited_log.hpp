// A kind of log lines that strangers can cause: only so many are written, and the log says how many were left out.
#pragma once

#include <cstdint>
#include <mutex>
#include <utility>

#include "common/log/line_limit.hpp"
#include "common/log/logging.hpp"

namespace netdumplings {

/// Any thread may use it.
class LimitedLog {
 public:
  /// `what` names the lines in the one that says how many were left out, for example "clients that were refused". It
  /// outlives this. `burst` is LineLimit's.
  LimitedLog(Log log, const char* what, unsigned lines_a_second, unsigned burst = 0)
      : log_(std::move(log)), what_(what), limit_(lines_a_second, burst) {}

  /// Returns whether a line may be written now. If not, it counts as left out.
  bool allows() {
    const std::scoped_lock lock(mutex_);
    const bool allowed = limit_.allows();
    if (allowed && limit_.left_out() > 0 && telling_.allows()) tell();
    return allowed;
  }
  /// Logs how many lines were left out since it was last logged. Does nothing if none were.
  void tell_left_out() {
    const std::scoped_lock lock(mutex_);
    if (limit_.left_out() > 0) tell();
  }

 private:
  void tell() { log_->warn("{} lines left out: {}", limit_.take_left_out(), what_); }

  const Log log_;
  const char* const what_;
  std::mutex mutex_;
  LineLimit limit_;
  LineLimit telling_;
};

}  // namespace netdumplings
