// A set of hashed names.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace netdumplings::hub {

/// Never changes after it was made, so any thread may ask it. The hashes must depend on a secret key: then no choice of
/// names makes it slow.
class NameSet {
 public:
  /// No hash may be 0.
  explicit NameSet(std::span<const std::uint64_t> hashes) : places_(std::bit_ceil(2 * hashes.size() + 2)) {
    for (const std::uint64_t hash : hashes) places_[place_of(hash)] = hash;
  }
  /// False for 0.
  [[nodiscard]] bool contains(std::uint64_t hash) const { return hash != 0 && places_[place_of(hash)] == hash; }

 private:
  // Where `hash` is, or the free place where it would be.
  [[nodiscard]] std::size_t place_of(std::uint64_t hash) const {
    std::size_t place = hash & (places_.size() - 1);
    while (places_[place] != 0 && places_[place] != hash) place = (place + 1) & (places_.size() - 1);
    return place;
  }

  std::vector<std::uint64_t> places_;  // at most half of them are used; 0 is a free one
};

}  // namespace netdumplings::hub
