// Reads the headers of TCP, UDP, SCTP and ICMP into an Innermost. For innermost.cpp.
#pragma once

#include <netdumplings/layer.hpp>

#include <cstdint>

#include "connection/innermost.hpp"

namespace netdumplings::connection {

/// Reads the header at the front of `carried`, which are the captured bytes that the innermost IP header carries. They
/// begin `offset` bytes after the packet's first byte, and were `length` bytes on the wire. `found.ends` has the
/// addresses and the protocol. Sets the ports, the payload, and `tcp` or `icmp`.
void read_transport(Innermost& found, Bytes carried, std::uint32_t offset, std::uint32_t length);

}  // namespace netdumplings::connection
