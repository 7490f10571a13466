// Opens the interfaces of a live capture, many of them at once.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/log/logging.hpp"
#include "common/result.hpp"
#include "kitchen/packets/live_capture.hpp"
#include "kitchen/packets/live_source.hpp"

namespace netdumplings::kitchen {

using Captures = std::vector<std::unique_ptr<LiveCapture>>;

/// Returns the buffer of each of `count` interfaces, in bytes: what the settings say, or else a share of
/// defaults::capture_buffers.
std::size_t buffer_of_each(const CaptureSettings& settings, std::size_t count);

/// Opens these interfaces, on several threads that are gone when it returns. Packets get the interface's place in
/// `names` as interface_index. If `all`, an interface that can't be opened gives a warning, and it fails only if none
/// can be opened. SIGINT and SIGTERM, which must have their default action, end the process without opening the rest.
Result<Captures> open_interfaces(const std::vector<std::string>& names, bool all, const LiveSourceOptions& options,
                                 const Log& log);

/// Starts all of them with the same filter. If `all`, one that can't be started gives a warning and is left out, and it
/// fails only if none can be started.
Result<void> start_interfaces(Captures& captures, const std::string& filter, bool all, const std::string& log_name,
                              const Log& log);

/// Closes all of them, on several threads: the kernel makes each closing wait for its other processors.
void close_interfaces(Captures& captures);

}  // namespace netdumplings::kitchen
