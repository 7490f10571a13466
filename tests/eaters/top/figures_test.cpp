#include "eaters/top/figures.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace netdumplings::eaters::top {
namespace {

TEST(CountText, IsTheNumberItselfAsLongAsItIsShort) {
  EXPECT_EQ(count_text(Figure(0.0)), "0");
  EXPECT_EQ(count_text(Figure(99999.0)), "99999");
}

TEST(CountText, HasThreeDigitsAndAUnitBeyondThat) {
  EXPECT_EQ(count_text(Figure(100000.0)), "100k");
  EXPECT_EQ(count_text(Figure(999600.0)), "1.00M");
  EXPECT_EQ(count_text(Figure(12345678.0)), "12.3M");
  EXPECT_EQ(count_text(Figure(1.5e12)), "1.50T");
  EXPECT_EQ(count_text(Figure(-2e6)), "-2.00M");
  EXPECT_EQ(count_text(Figure(1e300)), "lots");
}

TEST(CountText, IsADashForWhatIsNotKnown) {
  EXPECT_EQ(count_text(Figure()), "-");
  EXPECT_EQ(count_text(Figure(std::nan(""))), "-");
  EXPECT_EQ(count_text(Figure(std::numeric_limits<double>::infinity())), "-");
}

TEST(RateText, HasADecimalWhereThatSaysSomething) {
  EXPECT_EQ(rate_text(Figure()), "-");
  EXPECT_EQ(rate_text(Figure(0.0)), "0");
  EXPECT_EQ(rate_text(Figure(0.25)), "0.2");
  EXPECT_EQ(rate_text(Figure(12.34)), "12.3");
  EXPECT_EQ(rate_text(Figure(250.4)), "250");
  EXPECT_EQ(rate_text(Figure(1e6)), "1.00M");
}

TEST(AgeText, GoesFromSecondsToDays) {
  EXPECT_EQ(age_text(Figure()), "-");
  EXPECT_EQ(age_text(Figure(-1.0)), "-");
  EXPECT_EQ(age_text(Figure(0.9)), "0 s");
  EXPECT_EQ(age_text(Figure(59.9)), "59 s");
  EXPECT_EQ(age_text(Figure(60.0)), "1 min");
  EXPECT_EQ(age_text(Figure(7200.0)), "2 h");
  EXPECT_EQ(age_text(Figure(200000.0)), "2 d");
}

TEST(DurationText, KeepsPartsOfASecondWhileTheyMatter) {
  EXPECT_EQ(duration_text(Figure()), "-");
  EXPECT_EQ(duration_text(Figure(-1.0)), "-");
  EXPECT_EQ(duration_text(Figure(0.0)), "0 ms");
  EXPECT_EQ(duration_text(Figure(0.1499)), "150 ms");
  EXPECT_EQ(duration_text(Figure(0.9996)), "1.0 s");
  EXPECT_EQ(duration_text(Figure(9.94)), "9.9 s");
  EXPECT_EQ(duration_text(Figure(10.5)), "10 s");
  EXPECT_EQ(duration_text(Figure(7200.0)), "2 h");
}

}  // namespace
}  // namespace netdumplings::eaters::top
