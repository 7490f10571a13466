// The header of a pcap file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "common/result.hpp"

namespace netdumplings::kitchen {

inline constexpr std::size_t pcap_header_size = 24;
using PcapHead = std::array<std::uint8_t, pcap_header_size>;

/// The part of the file's header that libpcap doesn't give.
struct PcapHeader {
  bool nanoseconds = false;  // what a time stamp's fraction counts; else microseconds
  /// The LINKTYPE_ value, without the bits about checksums above it (draft-ietf-opsawg-pcap, section 4). If these
  /// contradict each other, because they give a checksum's length but say that there is no checksum, they stay: a link
  /// type that nobody knows.
  int link_type = 0;
};

/// Reads a header. Bytes that are no header give a meaningless result; libpcap refuses them.
PcapHeader read_pcap_header(const PcapHead& head);

/// Changes a header where libpcap would misread the file. Files of AIX have its own link types and nanoseconds; those
/// of FDDI fail, because each packet has bytes in front of it there. A snapshot length becomes zero, which libpcap
/// takes as the longest of the link type; otherwise it would cut the packets of files that were put together by hand,
/// and hold longer ones.
Result<void> prepare_for_libpcap(PcapHead& head);

}  // namespace netdumplings::kitchen
