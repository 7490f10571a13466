// CRC-32C (Castagnoli; RFC 3720, appendix B.4), which tells a whole record of a log on disk from one that was cut.
#pragma once

#include <cstdint>
#include <string_view>

namespace netdumplings::hub {

/// Returns the checksum of `bytes`. If `before` is the checksum of some bytes, the result is that of those followed by
/// `bytes`.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

/// The same for processors that have no instruction for it.
std::uint32_t crc32c_by_table(std::string_view bytes, std::uint32_t before = 0);

}  // namespace netdumplings::hub
