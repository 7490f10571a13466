// Packets of a capture file. The file is opened before rights are dropped, and read after.
#pragma once

#include <memory>
#include <string>

#include "common/log/logging.hpp"
#include "common/os/file_descriptor.hpp"
#include "common/result.hpp"
#include "kitchen/packets/byte_stream.hpp"
#include "kitchen/packets/packet_source.hpp"

namespace netdumplings::kitchen {

struct CaptureFile {
  FileDescriptor fd;
  std::string name;  // for errors
};

/// Opens a file; `path` "-" is standard input. Reads nothing yet, and doesn't wait for the writer of a FIFO.
Result<CaptureFile> open_capture_file(const std::string& path);

struct FileSourceOptions {
  std::string filter = {};
  std::string log_name = {};    // begins each line of the log
  int stop_fd = -1;             // readable when it is time to stop
  BeforeWait before_wait = {};  // called before each wait for more bytes
};

/// Makes a source of the file's packets: pcap or pcapng, plain or compressed, as the first bytes say. Waits for these
/// bytes. The errors, those of the source too, name the file.
Result<std::unique_ptr<PacketSource>> make_file_source(CaptureFile file, FileSourceOptions options, Log log);

}  // namespace netdumplings::kitchen
