#include "kitchen/packets/open_interfaces.hpp"

#include <gtest/gtest.h>

namespace netdumplings::kitchen {
namespace {

constexpr std::size_t kib = 1024;

TEST(OpenInterfaces, BuffersShareOneBoundInWholeBlocks) {
  for (const std::size_t count : {1U, 2U, 16U}) EXPECT_EQ(buffer_of_each({}, count), 8192 * kib);
  EXPECT_EQ(buffer_of_each({}, 17), 7680 * kib);
  EXPECT_EQ(buffer_of_each({}, 240), 512 * kib);
  EXPECT_EQ(buffer_of_each({}, 10'000), 512 * kib) << "two of libpcap's blocks, the fewest that work";
}

TEST(OpenInterfaces, ABufferThatWasAskedForIsEachInterfaces) {
  EXPECT_EQ(buffer_of_each({.buffer_size = 100 * kib}, 240), 100 * kib);
}

}  // namespace
}  // namespace netdumplings::kitchen
