// A set of small numbers of which whole ranges are added and looked at, many at a time.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace netdumplings::connection {

/// A set of numbers less than Size. Every function takes time in proportion to the range divided by 64. Ranges are
/// [begin, end), with begin <= end <= Size.
template <std::size_t Size>
class UnitSet {
 public:
  void add(std::size_t begin, std::size_t end) {
    for_each_word(begin, end, [this](std::size_t word, std::uint64_t mask) { words_[word] |= mask; });
  }
  std::size_t count(std::size_t begin, std::size_t end) const {
    std::size_t sum = 0;
    for_each_word(begin, end, [&](std::size_t word, std::uint64_t mask) {
      sum += static_cast<std::size_t>(std::popcount(words_[word] & mask));
    });
    return sum;
  }
  /// Calls `take(begin, end)` for each longest range without numbers of the set, in order.
  template <typename Take>
  void for_each_gap(std::size_t begin, std::size_t end, Take take) const {
    while (begin < end) {
      const std::size_t first = next(begin, end, false);
      const std::size_t last = next(first, end, true);
      if (first < last) take(first, last);
      begin = last;
    }
  }

 private:
  template <typename Do>
  static void for_each_word(std::size_t begin, std::size_t end, Do work) {
    while (begin < end) {
      const std::size_t in_word = begin % 64;
      const std::size_t size = std::min(64 - in_word, end - begin);
      const std::uint64_t ones = size == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << size) - 1;
      work(begin / 64, ones << in_word);
      begin += size;
    }
  }
  // Returns the first number from `begin` on that is in the set (or that isn't), or `end`.
  std::size_t next(std::size_t begin, std::size_t end, bool is_in) const {
    while (begin < end) {
      const std::uint64_t word = (is_in ? words_[begin / 64] : ~words_[begin / 64]) >> begin % 64;
      if (word != 0) return std::min(end, begin + static_cast<std::size_t>(std::countr_zero(word)));
      begin += 64 - begin % 64;
    }
    return end;
  }

  std::array<std::uint64_t, (Size + 63) / 64> words_{};
};

}  // namespace netdumplings::connection
