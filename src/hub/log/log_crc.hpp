// CRC-32C (Castagnoli; RFC 3720, appendix B.4), which tells a whole record of a log on disk from one that was cut.
#pragma once

#include <cstdint>
#include <string_view>

namespace netdumplings::hub {

/// The checksum of `bytes`; given that of what stands before them, the checksum of both together.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

/// The same without the processor's own instruction, for processors that have none.
std::uint32_t crc32c_by_table(std::string_view bytes, std::uint32_t before = 0);

}  // namespace netdumplings::hub
