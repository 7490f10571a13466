// Quantiles of times.
#include "network/traffic/delay_samples.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>

namespace netdumplings::chefs::network {
namespace {

TEST(DelaySamples, HaveNoQuantilesWithoutTimes) {
  EXPECT_EQ(DelaySamples().quantile(0.5), std::nullopt);
  EXPECT_EQ(DelaySamples().max(), std::nullopt);
}

TEST(DelaySamples, AreExactForFewTimes) {
  DelaySamples samples;
  for (const std::int64_t ns : {50, 10, 40, 20, 30}) samples.add(ns);
  EXPECT_EQ(samples.quantile(0.5), 30);
  EXPECT_EQ(samples.quantile(0.95), 50);
  EXPECT_EQ(samples.quantile(0.2), 10);
  EXPECT_EQ(samples.max(), 50);
}

TEST(DelaySamples, TakeTimesOfZero) {
  DelaySamples samples;
  samples.add(0);
  EXPECT_EQ(samples.quantile(0.5), 0);
  EXPECT_EQ(samples.max(), 0);
}

TEST(DelaySamples, AreExactUpToTheirBound) {
  DelaySamples samples;
  for (std::size_t i = DelaySamples::most_kept; i > 0; --i) samples.add(static_cast<std::int64_t>(i));
  EXPECT_EQ(samples.quantile(0.5), 256);
  EXPECT_EQ(samples.quantile(0.95), 487);
}

TEST(DelaySamples, StayCloseWithAnyNumberOfTimes) {
  DelaySamples samples;
  std::uint64_t state = 7;
  for (int i = 0; i < 1'000'000; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    samples.add(static_cast<std::int64_t>(state >> 44));  // below 2^20
  }
  samples.add(1 << 20);
  EXPECT_NEAR(static_cast<double>(samples.quantile(0.5).value()), 1 << 19, 80'000);
  EXPECT_NEAR(static_cast<double>(samples.quantile(0.95).value()), 0.95 * (1 << 20), 50'000);
  EXPECT_EQ(samples.max(), 1 << 20) << "of all times";
}

}  // namespace
}  // namespace netdumplings::chefs::network
