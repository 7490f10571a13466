#include "common/log/stderr_sink.hpp"

#include <cstdio>

namespace netdumplings {
namespace {

constexpr const char* erase_line = "\r\x1b[K";

// Writes `text` in one piece: standard error has no buffer.
void write_text(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stderr); }

}  // namespace

void StderrSink::show(const std::string& line) {
  const std::scoped_lock lock(mutex_);
  if (line == shown_) return;
  shown_ = line;
  write_text(erase_line + shown_);
}

void StderrSink::sink_it_(const spdlog::details::log_msg& message) {
  spdlog::memory_buf_t formatted;
  formatter_->format(message, formatted);
  const std::string line(formatted.data(), formatted.size());
  write_text(shown_.empty() ? line : erase_line + line + shown_);
}

}  // namespace netdumplings
