// The log's lines on standard error, and one line below them that is rewritten in place.
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <mutex>
#include <string>

namespace netdumplings {

/// Safe to use from any thread.
class StderrSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  /// Shows `line` (no control characters) below the log, instead of the one shown before; empty: none any more. Log
  /// lines go above it. To be used only where standard error is a terminal.
  void show(const std::string& line);

 private:
  void sink_it_(const spdlog::details::log_msg& message) override;
  void flush_() override {}

  std::string shown_;
};

}  // namespace netdumplings
