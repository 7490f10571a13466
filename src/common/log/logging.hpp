// The log of a tool: lines on standard error, or what the user's settings say.
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

/// Owns what all loggers of a process write to. The loggers may outlive it.
class Logging {
 public:
  explicit Logging(LogSettings settings = {});

  /// Returns a logger with its own name and level, which any thread may use. It writes each line at once.
  [[nodiscard]] Log logger(const std::string& name) const;

  /// Opens the settings' file, if they name one, and writes what was logged before to it. From then on all loggers
  /// write to it. Call it after rights are dropped. After an error, the log goes to standard error, whatever the
  /// settings say.
  Result<void> open_file();

  /// Returns whether the settings name a file.
  [[nodiscard]] bool has_file() const { return !settings_.file.empty(); }
  /// Opens the file again under its name, after somebody moved it away. After an error, the old file stays in use. Call
  /// it from one thread at a time.
  Result<void> reopen_file();

  /// Shows a line below the log, in place of the one shown before; an empty `line` removes it. It goes to standard
  /// error, wherever the log goes. Call it only if standard error is a terminal.
  void show_below(const std::string& line) { stderr_->show(line); }

 private:
  LogSettings settings_;
  std::shared_ptr<StderrSink> stderr_;
  std::shared_ptr<spdlog::sinks::dist_sink_mt> sinks_;
  std::shared_ptr<spdlog::sinks::ringbuffer_sink_mt> early_lines_;  // until the file is open
  spdlog::sink_ptr file_;
};

/// Returns the logging of the tool `name`, set up as log_settings() says with `level`. Logs what is wrong with the
/// settings. The file isn't open yet.
Logging make_logging(const std::string& name, const std::string& level);

}  // namespace netdumplings
