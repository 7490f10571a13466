#include "common/log/logging.hpp"

#include <spdlog/sinks/rotating_file_sink.h>

#include <sstream>
#include <utility>

#include "common/defaults.hpp"
#include "common/log/journal.hpp"
#include "common/log/log_format.hpp"

namespace netdumplings {
namespace {

std::unique_ptr<spdlog::formatter> format_of(const LogSettings& settings) {
  return settings.json ? json_log_format() : text_log_format();
}

// Throws spdlog_ex.
spdlog::sink_ptr file_sink(const LogSettings& settings) {
  auto sink =
      std::make_shared<spdlog::sinks::rotating_file_sink_mt>(settings.file, settings.file_size, settings.old_files);
  sink->set_formatter(format_of(settings));
  return sink;
}

Error cannot_log(const spdlog::spdlog_ex& error) { return Error{std::string("Cannot log to a file: ") + error.what()}; }

}  // namespace

// Until the file is open, log lines go to standard error even if the settings say otherwise, so that none gets lost.
Logging::Logging(LogSettings settings)
    : settings_(std::move(settings)),
      stderr_(std::make_shared<StderrSink>()),
      sinks_(std::make_shared<spdlog::sinks::dist_sink_mt>()) {
  stderr_->set_formatter(stderr_is_journal() ? journal_log_format(settings_.json) : format_of(settings_));
  sinks_->add_sink(stderr_);
  if (!has_file()) return;
  early_lines_ = std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(defaults::most_early_log_lines);
  sinks_->add_sink(early_lines_);
}

Log Logging::logger(const std::string& name) const {
  auto log = std::make_shared<spdlog::logger>(name, sinks_);
  const auto level = settings_.levels.find(name);
  log->set_level(level != settings_.levels.end() ? level->second : settings_.level);
  log->flush_on(spdlog::level::trace);
  return log;
}

Result<void> Logging::open_file() {
  if (!has_file()) return {};
  try {
    file_ = file_sink(settings_);
    for (const auto& line : early_lines_->last_raw()) file_->log(line);
    file_->flush();
  } catch (const spdlog::spdlog_ex& error) {
    return cannot_log(error);
  }
  early_lines_.reset();
  sinks_->set_sinks({file_});
  if (settings_.to_stderr) sinks_->add_sink(stderr_);
  return {};
}

Result<void> Logging::reopen_file() {
  if (!file_) return open_file();
  try {
    auto fresh = file_sink(settings_);
    sinks_->add_sink(fresh);
    sinks_->remove_sink(std::exchange(file_, std::move(fresh)));
    return {};
  } catch (const spdlog::spdlog_ex& error) {
    return cannot_log(error);
  }
}

Logging make_logging(const std::string& name, const std::string& level) {
  std::string problems;
  Logging logging(log_settings(level, problems));
  std::istringstream lines(problems);
  for (std::string line; std::getline(lines, line);) logging.logger(name)->error(line);
  return logging;
}

}  // namespace netdumplings
