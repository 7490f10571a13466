// Packets of a pcapng file, with a filter for each link type.
#pragma once

#include <memory>
#include <string>

#include "common/log/logging.hpp"
#include "kitchen/packets/byte_stream.hpp"
#include "kitchen/packets/packet_source.hpp"

namespace netdumplings::kitchen {

/// If the filter doesn't compile for a link type, a warning is logged and the packets of this link type are left out;
/// if the file has no other link type, it ends with an error. `log_name` begins each line of the log.
std::unique_ptr<PacketSource> make_pcapng_source(std::unique_ptr<ByteStream> stream, std::string filter, Log log,
                                                 std::string log_name);

}  // namespace netdumplings::kitchen
