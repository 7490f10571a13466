// Packets from live interfaces, as they happen, through libpcap: one handle each, all polled by one thread.
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
  std::string log_name;  // stands before what is logged
  int stop_fd = -1;      // readable when it is time to stop
};

/// Opens the interfaces, with the filter set: what needs rights is done then. With "all", an interface
/// that can't be opened is warned of, and fails only when it was the last; so is one that goes away while capturing.
Result<std::unique_ptr<PacketSource>> open_live_source(const LiveSourceOptions& options, Log log);

}  // namespace netdumplings::kitchen
