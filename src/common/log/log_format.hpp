// The formats of a log line.
#pragma once

#include <spdlog/formatter.h>

#include <memory>

namespace netdumplings {

/// Returns the format `2018-01-20T22:40:27.416 INFO message`, in UTC.
std::unique_ptr<spdlog::formatter> text_log_format();

/// Returns the format `{"time":"2018-01-20T22:40:27.416Z","level":"INFO","logger":"nd-hub","message":"..."}`.
std::unique_ptr<spdlog::formatter> json_log_format();

/// Returns the format for systemd's journal: `<6>INFO message`, or <6> and what json_log_format() makes. The journal
/// reads the priority in front, doesn't show it, and adds the time.
std::unique_ptr<spdlog::formatter> journal_log_format(bool json);

}  // namespace netdumplings
