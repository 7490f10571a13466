#include "common/log/log_settings.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "common/json/json_text.hpp"
#include "common/os/small_file.hpp"
#include "common/os/terminal.hpp"

namespace netdumplings {
namespace {

using nlohmann::json;
using Level = spdlog::level::level_enum;

// Thrown inside this file only.
class Wrong : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

Level level_of(const json& value, const std::string& key) {
  if (!value.is_string()) throw Wrong("'" + key + "' is no string: debug, info, warning or error");
  const auto name = value.get<std::string>();
  const auto level = log_level(name);
  if (!level) throw Wrong("'" + key + "' is '" + name + "', not debug, info, warning or error");
  return *level;
}

template <class Value>
Value as(const json& value, const std::string& key, bool (json::*is)() const noexcept, const char* should_be) {
  if (!(value.*is)()) throw Wrong("'" + key + "' is not " + should_be);
  return value.get<Value>();
}

std::size_t whole_number(const json& value, const std::string& key) {
  return as<std::size_t>(value, key, &json::is_number_unsigned, "a whole number");
}

[[noreturn]] void unknown(const std::string& key, const char* known) {
  throw Wrong("'" + key + "' is not known here: " + known);
}

void read_levels(const json& levels, LogSettings& settings) {
  if (!levels.is_object()) throw Wrong("'levels' is not an object");
  for (const auto& [name, level] : levels.items()) settings.levels[name] = level_of(level, name);
}

void read_file(const json& file, LogSettings& settings) {
  if (!file.is_object() || !file.contains("path")) throw Wrong("'file' is not an object with a 'path'");
  for (const auto& [key, value] : file.items()) {
    if (key == "path") {
      settings.file = as<std::string>(value, key, &json::is_string, "a string");
    } else if (key == "max_bytes") {
      settings.file_size = whole_number(value, key);
    } else if (key == "backups") {
      settings.old_files = whole_number(value, key);
    } else {
      unknown(key, "path, max_bytes and backups are");
    }
  }
  if (settings.file.empty() || settings.file_size == 0) throw Wrong("'path' is empty, or 'max_bytes' is 0");
  if (settings.old_files > defaults::most_old_log_files) throw Wrong("'backups' is too large");
}

void read_setting(const std::string& key, const json& value, LogSettings& settings) {
  if (key == "level") {
    settings.level = level_of(value, key);
  } else if (key == "levels") {
    read_levels(value, settings);
  } else if (key == "format") {
    if (value != "text" && value != "json") throw Wrong("'format' is not \"text\" or \"json\"");
    settings.json = value == "json";
  } else if (key == "stderr") {
    settings.to_stderr = as<bool>(value, key, &json::is_boolean, "true or false");
  } else if (key == "file") {
    read_file(value, settings);
  } else {
    unknown(key, "level, levels, format, stderr and file are");
  }
}

Result<LogSettings> read_log_settings(const std::string& path) {
  const SmallFile file = read_small_file(path, {.largest = defaults::largest_log_configuration});
  if (file.fault == SmallFile::Fault::too_large) return Error{file.why};
  if (file.text.empty()) return Error{"it cannot be read, or is empty"};
  return parse_log_settings(file.text);
}

const char* environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

}  // namespace

std::optional<Level> log_level(std::string_view name) {
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  if (lower == "debug") return Level::debug;
  if (lower == "info") return Level::info;
  if (lower == "warning") return Level::warn;
  if (lower == "error") return Level::err;
  return std::nullopt;
}

// Checks the depth first: the library's parser takes any depth, but functions that walk over its documents recurse.
Result<LogSettings> parse_log_settings(std::string_view text) {
  if (const std::string why = json_text::check(text); !why.empty()) return Error{"it is not JSON: " + why};
  LogSettings settings;
  try {
    const json config = json::parse(text);
    if (!config.is_object()) throw Wrong("it is not a JSON object");
    for (const auto& [key, value] : config.items()) read_setting(key, value, settings);
  } catch (const std::exception& error) {
    return Error{terminal::harmless(error.what())};
  }
  return settings;
}

LogSettings log_settings_from_environment(std::string& problems) {
  LogSettings settings;
  if (const char* path = environment("NETDUMPLINGS_LOGGING_CONFIG")) {
    auto read = read_log_settings(path);
    if (read) {
      settings = std::move(*read);
    } else {
      problems += "NETDUMPLINGS_LOGGING_CONFIG: " + terminal::harmless(path) + " is left aside: " + read.error() + '\n';
    }
  }
  if (const char* name = environment("NETDUMPLINGS_LOG_LEVEL")) {
    if (const auto level = log_level(name)) {
      settings.level = *level;
      settings.levels.clear();
    } else {
      problems += "NETDUMPLINGS_LOG_LEVEL: '" + terminal::harmless(name) + "' is not debug, info, warning or error\n";
    }
  }
  return settings;
}

LogSettings log_settings(const std::string& level, std::string& problems) {
  LogSettings settings = log_settings_from_environment(problems);
  if (const auto wanted = log_level(level)) {
    settings.level = *wanted;
    settings.levels.clear();
  }
  return settings;
}

}  // namespace netdumplings
