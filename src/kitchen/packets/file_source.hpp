// A capture file in two steps: opened while the rights are there, read when they are gone.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "common/log/logging.hpp"
#include "common/os/file_descriptor.hpp"
#include "common/result.hpp"
#include "kitchen/packets/packet_source.hpp"

namespace netdumplings::kitchen {

struct CaptureFile {
  FileDescriptor fd;
  std::string name;  // for messages
};

/// `path` "-" is standard input. Nothing is read yet.
Result<CaptureFile> open_capture_file(const std::string& path);

struct FileSourceOptions {
  std::string filter = {};
  std::string log_name = {};  // stands before what is logged
  int stop_fd = -1;           // readable when it is time to stop
  std::function<void()> before_wait = {};
};

/// pcap or pcapng, plain or gzip'd, as the first bytes say. Errors, then and later, name the file.
Result<std::unique_ptr<PacketSource>> make_file_source(CaptureFile file, FileSourceOptions options, Log log);

}  // namespace netdumplings::kitchen
