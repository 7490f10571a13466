// A user's settings for a tool's log.
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
  std::map<std::string, spdlog::level::level_enum> levels;  // by a logger's name; instead of `level`
  bool json = false;                                        // write each line as a JSON object
  bool to_stderr = true;
  std::string file;  // empty: log to no file
  std::size_t file_size = defaults::log_file_size;
  std::size_t old_files = defaults::old_log_files;  // how many full ones are kept
};

/// Reads the name of a level: `debug`, `info`, `warning` or `error`, in capitals or small letters.
std::optional<spdlog::level::level_enum> log_level(std::string_view name);

/// Reads a logging configuration, JSON:
/// {"level": "info", "levels": {"nd-hub": "debug"}, "format": "text"|"json", "stderr": true,
///  "file": {"path": "nd-hub.log", "max_bytes": 10485760, "backups": 5}}
/// Every part may be left out. Unknown parts are errors.
Result<LogSettings> parse_log_settings(std::string_view text);

/// Reads NETDUMPLINGS_LOGGING_CONFIG and NETDUMPLINGS_LOG_LEVEL, which is for all loggers. If one of them is wrong,
/// appends a line that says why to `problems` and goes on as if it weren't set.
LogSettings log_settings_from_environment(std::string& problems);

/// Like log_settings_from_environment(), but `level`, one of log_level()'s names, is for all loggers if it isn't empty.
LogSettings log_settings(const std::string& level, std::string& problems);

}  // namespace netdumplings
