// Packets from live interfaces, each with a libpcap handle of its own. One thread polls all of them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/log/logging.hpp"
#include "common/result.hpp"
#include "kitchen/packets/capture_settings.hpp"
#include "kitchen/packets/packet_source.hpp"

namespace netdumplings::kitchen {

struct LiveSourceOptions {
  std::vector<std::string> interfaces;  // names, or "all"
  CaptureSettings settings;
  std::string log_name;  // begins each line of the log
  int stop_fd = -1;      // readable when it is time to stop
};

/// Opens the interfaces; nothing needs rights after that, start() neither. Call it while the process has one thread.
///
/// With "all" it waits until an interface is up, logs the names, and an interface that can't be opened or started gives
/// a warning; it fails only if none can be. Interfaces that go down, come back, are renamed or (with "all") come later
/// are logged. An interface that goes away gives a warning, and the source fails when the last one has gone.
Result<std::unique_ptr<PacketSource>> open_live_source(const LiveSourceOptions& options, Log log);

}  // namespace netdumplings::kitchen
