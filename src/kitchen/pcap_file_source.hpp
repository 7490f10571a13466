// Packets of a pcap file, which libpcap reads: micro- and nanoseconds, either byte order.
#pragma once

#include <memory>
#include <string>

#include "common/result.hpp"
#include "kitchen/byte_stream.hpp"
#include "kitchen/packet_source.hpp"

namespace netdumplings::kitchen {

/// `nanoseconds`: whether the file's magic number says that it counts them. Errors don't name the file.
Result<std::unique_ptr<PacketSource>> make_pcap_file_source(std::unique_ptr<ByteStream> stream, bool nanoseconds,
                                                            const std::string& filter);

}  // namespace netdumplings::kitchen
