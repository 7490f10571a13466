// Packets of a pcap file, which libpcap reads: micro- and nanoseconds, either byte order.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "common/result.hpp"
#include "kitchen/packets/byte_stream.hpp"
#include "kitchen/packets/packet_source.hpp"

namespace netdumplings::kitchen {

/// What of the file's header libpcap doesn't tell.
struct PcapHeader {
  bool nanoseconds = false;          // by its magic number
  std::uint32_t link_type_word = 0;  // the link type, and above it what is said of checksums behind the packets
};

/// The link type of a pcap header's word: without the bits for checksums (draft-ietf-opsawg-pcap, section 4), as long
/// as they are well-formed. A word that gives a checksum's length and doesn't say that there is one is no link type
/// that anybody knows, and stays whole.
int link_type_from_word(std::uint32_t word);

/// Errors don't name the file.
Result<std::unique_ptr<PacketSource>> make_pcap_file_source(std::unique_ptr<ByteStream> stream, PcapHeader header,
                                                            const std::string& filter);

}  // namespace netdumplings::kitchen
