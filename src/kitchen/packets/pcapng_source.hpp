// Packets of a pcapng file, filtered per link type.
#pragma once

#include <memory>
#include <string>

#include "common/log/logging.hpp"
#include "kitchen/packets/byte_stream.hpp"
#include "kitchen/packets/packet_source.hpp"

namespace netdumplings::kitchen {

/// A filter that doesn't compile for a link type is warned of, and the packets of this link type are left out; when
/// there was no other link type, the file ends with an error. `log_name` stands before what is logged.
std::unique_ptr<PacketSource> make_pcapng_source(std::unique_ptr<ByteStream> stream, std::string filter, Log log,
                                                 std::string log_name);

}  // namespace netdumplings::kitchen
