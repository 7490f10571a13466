// Packets of a pcap file, read with libpcap: with microseconds or nanoseconds, in either byte order.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "common/result.hpp"
#include "kitchen/packets/byte_stream.hpp"
#include "kitchen/packets/packet_source.hpp"

namespace netdumplings::kitchen {

/// The part of the file's header that libpcap doesn't give.
struct PcapHeader {
  bool nanoseconds = false;          // what a time stamp's fraction counts; else microseconds
  std::uint32_t link_type_word = 0;  // the link type, and above it bits about checksums after the packets
};

/// Returns the link type that a pcap header's word holds, without the bits about checksums (draft-ietf-opsawg-pcap,
/// section 4). If these bits contradict each other, because they give a checksum's length but say that there is no
/// checksum, the whole word is returned: a link type that nobody knows.
int link_type_from_word(std::uint32_t word);

/// Reads the file's header from `stream`. The errors, those of the source too, don't name the file.
Result<std::unique_ptr<PacketSource>> make_pcap_file_source(std::unique_ptr<ByteStream> stream, PcapHeader header,
                                                            const std::string& filter);

}  // namespace netdumplings::kitchen
