// The tools' log: lines on stderr, `2018-01-20T22:40:27.416 INFO message`, in UTC, or whatever the user set up.
#pragma once

#include <spdlog/logger.h>
#include <spdlog/sinks/dist_sink.h>
#include <spdlog/sinks/ringbuffer_sink.h>

#include <memory>
#include <string>

#include "common/log/log_settings.hpp"
#include "common/log/stderr_sink.hpp"
#include "common/result.hpp"

namespace netdumplings {

using Log = std::shared_ptr<spdlog::logger>;

/// Where all loggers of a process write to. The loggers may outlive it.
class Logging {
 public:
  explicit Logging(LogSettings settings = {});

  /// A logger under its own name and level; each line is written at once. Safe to use from any thread.
  [[nodiscard]] Log logger(const std::string& name) const;

  /// Begins to write to the settings' file too, if they name one, for all loggers, with what was logged before. Call it
  /// once rights are dropped. On an error all stays as it was, and standard error gets the log whatever the settings
  /// say.
  Result<void> open_file();

  /// Whether there is a file to be logged to.
  [[nodiscard]] bool has_file() const { return !settings_.file.empty(); }
  /// Opens the file anew under its name, for when it was moved away. On an error the old one goes on. Not from two
  /// threads at once.
  Result<void> reopen_file();

  /// Shows a line below the log that is rewritten in place; empty: none any more. It goes to standard error, wherever
  /// the log goes, and is for terminals only.
  void show_below(const std::string& line) { stderr_->show(line); }

 private:
  LogSettings settings_;
  std::shared_ptr<StderrSink> stderr_;
  std::shared_ptr<spdlog::sinks::dist_sink_mt> sinks_;
  std::shared_ptr<spdlog::sinks::ringbuffer_sink_mt> early_lines_;  // until the file is open
  spdlog::sink_ptr file_;
};

/// A logger as the environment sets it up (see log_settings.hpp), its file opened; `level`, one of log_level()'s names,
/// wins when it isn't empty. Problems of the set-up are logged. Made in a tool's main and handed to whoever logs.
Log make_log(const std::string& name, const std::string& level = "");

}  // namespace netdumplings
