// A rare part of all inputs, for checks that take long.
#pragma once

#include <cstddef>
#include <cstdint>

namespace netdumplings::fuzz {

/// Whether these bytes are one in so `many`. Decided by all of them, so that nothing leads libFuzzer to more such, as
/// it would be led to those with a certain bit; and by nothing else, so that a finding is found again.
inline bool one_in(std::uint32_t many, const std::uint8_t* data, std::size_t size) {
  std::uint32_t hash = 2166136261;  // FNV-1a
  for (std::size_t i = 0; i < size; ++i) hash = (hash ^ data[i]) * 16777619;
  return (hash >> 16) % many == 0;
}

}  // namespace netdumplings::fuzz
