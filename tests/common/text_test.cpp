#include "common/text.hpp"

#include <gtest/gtest.h>

namespace netdumplings {
namespace {

TEST(Joined, PutsTheSeparatorBetweenWordsOnly) {
  EXPECT_EQ(joined({}), "");
  EXPECT_EQ(joined({"one"}), "one");
  EXPECT_EQ(joined({"one", "two", "three"}), "one, two, three");
  EXPECT_EQ(joined({"eth0", "eth1"}, ","), "eth0,eth1");
}

TEST(Joined, KeepsEmptyWords) { EXPECT_EQ(joined({"", "two", ""}), ", two, "); }

}  // namespace
}  // namespace netdumplings
