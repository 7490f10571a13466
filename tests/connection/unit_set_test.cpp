#include "connection/unit_set.hpp"

#include <gtest/gtest.h>

#include <bitset>
#include <random>
#include <vector>

namespace netdumplings::connection {
namespace {

TEST(UnitSet, AgreesWithOneThatLooksAtEachNumber) {
  std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same numbers in each run
  for (int round = 0; round < 300; ++round) {
    UnitSet<200> set;
    std::bitset<200> plain;
    for (int i = 0; i < 8; ++i) {
      const std::size_t begin = random() % 201;
      const std::size_t end = begin + random() % (201 - begin);
      std::size_t count = 0;
      std::bitset<200> gaps;
      for (std::size_t n = begin; n < end; ++n) count += plain[n] ? 1 : 0;
      EXPECT_EQ(set.count(begin, end), count);
      set.for_each_gap(begin, end, [&](std::size_t from, std::size_t to) {
        EXPECT_TRUE(from == begin || plain[from - 1]) << "the longest range";
        for (std::size_t n = from; n < to; ++n) gaps.set(n);
      });
      for (std::size_t n = 0; n < 200; ++n) EXPECT_EQ(gaps[n], n >= begin && n < end && !plain[n]);
      set.add(begin, end);
      for (std::size_t n = begin; n < end; ++n) plain.set(n);
    }
    EXPECT_EQ(set.count(0, 200), plain.count());
  }
}

}  // namespace
}  // namespace netdumplings::connection
