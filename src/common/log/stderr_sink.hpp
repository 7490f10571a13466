// Writes log lines to standard error, and one line below them that is replaced in place.
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <mutex>
#include <string>

namespace netdumplings {

/// May be used from any thread.
class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  /// Shows `line`, without control characters, below the log, in place of the one shown before; an empty `line` removes
  /// it. Log lines go above it. Call it only if standard error is a terminal.
  void show(const std::string& line);

 private:
  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override {}

  std::string shown_;
};

}  // namespace netdumplings
