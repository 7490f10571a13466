// The tools' log: lines on stderr, `2018-01-20T22:40:27.416 INFO message`, in UTC.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string>

namespace netdumplings {

using Log = std::shared_ptr<spdlog::logger>;

/// A logger that writes to stderr, each line at once. Made in a tool's main and handed to whoever logs; safe to use from
/// any thread.
Log make_log(const std::string& name);

}  // namespace netdumplings
