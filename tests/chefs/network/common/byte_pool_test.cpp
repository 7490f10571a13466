// Bytes that many connections collect together.
#include "network/common/byte_pool.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "packet/frames.hpp"

namespace netdumplings::chefs::network {
namespace {

using frames::filler;
using frames::text;

TEST(BytePool, TakesFromThoseThatGrewTheLongestTimeAgo) {
  BytePool pool(1000);
  PooledBytes first, second, third;
  EXPECT_TRUE(first.append(pool, filler(400)));
  EXPECT_TRUE(second.append(pool, filler(400)));
  EXPECT_TRUE(first.append(pool, text("x")));
  EXPECT_TRUE(third.append(pool, filler(150)));
  EXPECT_EQ(second.size(), 0u);
  EXPECT_EQ(first.size(), 401u);
  EXPECT_EQ(third.size(), 150u);
  EXPECT_FALSE(second.append(pool, text("x"))) << "what follows lost bytes is of no use";
  second.clear();
  EXPECT_TRUE(second.append(pool, text("x"))) << "a new beginning";
}

TEST(BytePool, CountsWhatIsGivenBack) {
  BytePool pool(1000);
  {
    PooledBytes bytes, other;
    bytes.append(pool, filler(300));
    other.append(pool, filler(300));
    bytes.drop_first(100);
    EXPECT_EQ(bytes.size(), 200u);
    EXPECT_GE(pool.used(), 600u);
  }
  EXPECT_EQ(pool.used(), 0u);
}

TEST(BytePool, StaysBoundedWhateverGrows) {
  BytePool pool(10'000);
  std::vector<std::unique_ptr<PooledBytes>> all(50);
  for (auto& each : all) each = std::make_unique<PooledBytes>();
  for (std::size_t i = 0; i < 20'000; ++i) {
    PooledBytes& one = *all[i * 31 % all.size()];
    if (i % 7 == 0) one.clear();
    one.append(pool, filler(i % 200));
    ASSERT_LE(pool.used(), 10'000u + 400u) << "the one that grew may stay";
    if (i % 97 == 0) all[i % all.size()] = std::make_unique<PooledBytes>();
  }
}

}  // namespace
}  // namespace netdumplings::chefs::network
