#include "kitchen/packets/pcapng_time.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace netdumplings::kitchen {
namespace {

TEST(PcapngTime, ResolutionsOfTenAndOfTwoAreCountedInNanoseconds) {
  EXPECT_EQ((PcapngTimeScale{3, 0}.nanoseconds(1'001)), 1'001'000'000);
  EXPECT_EQ((PcapngTimeScale{12, 0}.nanoseconds(1'999)), 1);
  EXPECT_EQ((PcapngTimeScale{0x80 | 10, 0}.nanoseconds(1536)), 1'500'000'000);
  EXPECT_EQ((PcapngTimeScale{0x80 | 127, 0}.nanoseconds(~std::uint64_t{0})), 0);
  EXPECT_EQ((PcapngTimeScale{127, 0}.nanoseconds(~std::uint64_t{0})), 0);
  EXPECT_EQ((PcapngTimeScale{6, -2}.nanoseconds(500'000)), -1'500'000'000);
  EXPECT_EQ((PcapngTimeScale{0, 0}.nanoseconds(~std::uint64_t{0})), std::nullopt);
  EXPECT_EQ((PcapngTimeScale{6, std::numeric_limits<std::int64_t>::min()}.nanoseconds(0)), std::nullopt);
}

}  // namespace
}  // namespace netdumplings::kitchen
