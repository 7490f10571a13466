// Packets of a pcap file, read with libpcap: with microseconds or nanoseconds, in either byte order.
#pragma once

#include <memory>
#include <string>

#include "common/result.hpp"
#include "kitchen/packets/byte_stream.hpp"
#include "kitchen/packets/packet_source.hpp"
#include "kitchen/packets/pcap_header.hpp"

namespace netdumplings::kitchen {

/// Reads the file's header from `stream`, where it is as prepare_for_libpcap() leaves it; `header` is what
/// read_pcap_header() makes of that. The errors, those of the source too, don't name the file.
Result<std::unique_ptr<PacketSource>> make_pcap_file_source(std::unique_ptr<ByteStream> stream, PcapHeader header,
                                                            const std::string& filter);

}  // namespace netdumplings::kitchen
