// How a tool logs, as its user wants it.
#pragma once

#include <spdlog/common.h>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "common/defaults.hpp"
#include "common/result.hpp"

namespace netdumplings {

struct LogSettings {
  spdlog::level::level_enum level = spdlog::level::info;
  std::map<std::string, spdlog::level::level_enum> levels;  // of loggers by name, instead of `level`
  bool json = false;                                        // each line a JSON object
  bool to_stderr = true;
  std::string file;  // beside standard error; empty: none
  std::size_t file_size = defaults::log_file_size;
  std::size_t old_files = defaults::old_log_files;  // kept when `file` has reached its size
};

/// `debug`, `info`, `warning` or `error`, in any case.
std::optional<spdlog::level::level_enum> log_level(std::string_view name);

/// Reads a logging configuration, JSON:
/// {"level": "info", "levels": {"nd-hub": "debug"}, "format": "text"|"json", "stderr": true,
///  "file": {"path": "nd-hub.log", "max_bytes": 10485760, "backups": 5}}
/// Everything may be left out; what it doesn't know is an error.
Result<LogSettings> parse_log_settings(std::string_view text);

/// What NETDUMPLINGS_LOGGING_CONFIG and NETDUMPLINGS_LOG_LEVEL say; the latter holds for all loggers. What is wrong
/// with one of them is appended to `problems`, a line each, and that one counts as not set.
LogSettings log_settings_from_environment(std::string& problems);

/// The same, but the flag wins: `level`, one of log_level()'s names, holds for all loggers unless it is empty.
LogSettings log_settings(const std::string& level, std::string& problems);

}  // namespace netdumplings
