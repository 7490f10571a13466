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
  std::string filter;
  CaptureSettings settings;
  std::string log_name;  // begins each line of the log
  int stop_fd = -1;      // readable when it is time to stop
};

/// Opens the interfaces and sets the filter; nothing needs rights after that. With "all", an interface that can't be
/// opened gives a warning, and the function fails only if none can be opened. In the same way, an interface that goes
/// away later gives a warning, and the source fails when the last one has gone.
Result<std::unique_ptr<PacketSource>> open_live_source(const LiveSourceOptions& options, Log log);

}  // namespace netdumplings::kitchen
