// Names that all have the same std::hash in libstdc++ on 64-bit machines, whose hash has no key.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace netdumplings::test {

namespace detail {

constexpr std::uint64_t multiplier = 0xc6a4a7935bd1e995U;  // of MurmurHash64A

constexpr std::uint64_t inverse_of_multiplier() {
  std::uint64_t inverse = multiplier;  // is right in its lowest 3 bits, and each step doubles them
  for (int i = 0; i < 5; ++i) inverse *= 2 - multiplier * inverse;
  return inverse;
}

// Returns the eight bytes that MurmurHash64A turns into `mixed` before it adds them to the hash.
inline std::string block_for(std::uint64_t mixed) {
  constexpr std::uint64_t inverse = inverse_of_multiplier();
  mixed *= inverse;
  mixed ^= mixed >> 47U;  // undoes itself
  mixed *= inverse;
  std::string block(sizeof mixed, '\0');
  std::memcpy(block.data(), &mixed, sizeof mixed);
  return block;
}

}  // namespace detail

/// Returns `count` different names of the same length. Each is made of pairs of blocks that either are as they are, or
/// both differ in their highest bit after mixing, which cancels out.
inline std::vector<std::string> colliding_names(std::size_t count) {
  constexpr std::uint64_t highest_bit = std::uint64_t{1} << 63U;
  std::vector<std::string> names;
  for (std::size_t number = 0; number < count; ++number) {
    std::string name;
    for (unsigned pair = 0; pair < 14; ++pair) {
      const std::uint64_t flipped = (number >> pair & 1U) != 0 ? highest_bit : 0;
      name += detail::block_for((pair + 1) ^ flipped) + detail::block_for((pair + 101) ^ flipped);
    }
    names.push_back(name);
  }
  return names;
}

}  // namespace netdumplings::test
