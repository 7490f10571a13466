// How an interface of a pcapng file counts time.
#pragma once

#include <cstdint>
#include <optional>

namespace netdumplings::kitchen {

struct PcapngTimeScale {
  std::uint8_t resolution = 6;      // as the file has it: 10^-n seconds, or 2^-n with the highest bit set
  std::int64_t offset_seconds = 0;  // to be added

  /// Nanoseconds since the epoch, rounded down; nothing when they don't fit (before 1677, after 2262).
  [[nodiscard]] std::optional<std::int64_t> nanoseconds(std::uint64_t units) const;
};

}  // namespace netdumplings::kitchen
