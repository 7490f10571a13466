#include "eaters/top/figures.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace netdumplings::eaters::top {
namespace {

TEST(CountText, is_the_number_itself_as_long_as_it_is_short) {
  EXPECT_EQ(count_text(Figure(0.0)), "0");
  EXPECT_EQ(count_text(Figure(99999.0)), "99999");
}

TEST(CountText, has_three_digits_and_a_unit_beyond_that) {
  EXPECT_EQ(count_text(Figure(100000.0)), "100k");
  EXPECT_EQ(count_text(Figure(999600.0)), "1.00M");
  EXPECT_EQ(count_text(Figure(12345678.0)), "12.3M");
  EXPECT_EQ(count_text(Figure(1.5e12)), "1.50T");
  EXPECT_EQ(count_text(Figure(-2e6)), "-2.00M");
  EXPECT_EQ(count_text(Figure(1e300)), "lots");
}

TEST(CountText, is_a_dash_for_what_is_not_known) {
  EXPECT_EQ(count_text(Figure()), "-");
  EXPECT_EQ(count_text(Figure(std::nan(""))), "-");
  EXPECT_EQ(count_text(Figure(std::numeric_limits<double>::infinity())), "-");
}

TEST(RateText, has_a_decimal_where_that_says_something) {
  EXPECT_EQ(rate_text(Figure()), "-");
  EXPECT_EQ(rate_text(Figure(0.0)), "0");
  EXPECT_EQ(rate_text(Figure(0.25)), "0.2");
  EXPECT_EQ(rate_text(Figure(12.34)), "12.3");
  EXPECT_EQ(rate_text(Figure(250.4)), "250");
  EXPECT_EQ(rate_text(Figure(1e6)), "1.00M");
}

TEST(AgeText, goes_from_seconds_to_days) {
  EXPECT_EQ(age_text(Figure()), "-");
  EXPECT_EQ(age_text(Figure(-1.0)), "-");
  EXPECT_EQ(age_text(Figure(0.9)), "0 s");
  EXPECT_EQ(age_text(Figure(59.9)), "59 s");
  EXPECT_EQ(age_text(Figure(60.0)), "1 min");
  EXPECT_EQ(age_text(Figure(7200.0)), "2 h");
  EXPECT_EQ(age_text(Figure(200000.0)), "2 d");
}

}  // namespace
}  // namespace netdumplings::eaters::top
