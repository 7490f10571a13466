// How time is counted at an interface of a pcapng file.
#pragma once

#include <cstdint>
#include <optional>

namespace netdumplings::kitchen {

struct PcapngTimeScale {
  std::uint8_t resolution = 6;      // as in the file: units of 10^-n seconds, or of 2^-n with the highest bit set
  std::int64_t offset_seconds = 0;  // to be added

  /// Returns nanoseconds since the epoch, rounded down, or nothing if they don't fit (before 1677, after 2262).
  [[nodiscard]] std::optional<std::int64_t> nanoseconds(std::uint64_t units) const;
};

}  // namespace netdumplings::kitchen
