#include "kitchen/packets/pcapng_time.hpp"

#include <limits>

namespace netdumplings::kitchen {
namespace {

__extension__ using Wide = __int128;

constexpr Wide second = 1'000'000'000;

Wide decimal(std::uint64_t units, unsigned digits) {
  Wide value = units;
  for (; digits < 9; ++digits) value *= 10;
  for (; digits > 9 && value != 0; --digits) value /= 10;
  return value;
}

}  // namespace

std::optional<std::int64_t> PcapngTimeScale::nanoseconds(std::uint64_t units) const {
  const unsigned exponent = resolution & 0x7fU;
  const bool binary = (resolution & 0x80U) != 0;
  const Wide value = (binary ? (Wide{units} * second) >> exponent : decimal(units, exponent)) + offset_seconds * second;
  if (value < std::numeric_limits<std::int64_t>::min() || value > std::numeric_limits<std::int64_t>::max()) return {};
  return static_cast<std::int64_t>(value);
}

}  // namespace netdumplings::kitchen
