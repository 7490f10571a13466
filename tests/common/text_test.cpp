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

TEST(TextThatFits, NeverEndsInsideOfACharacter) {
  const std::string text = "aé€";  // of 1, 2 and 3 bytes
  const std::vector<std::string> fits{"", "a", "a", "aé", "aé", "aé", text, text};
  for (std::size_t bytes = 0; bytes < fits.size(); ++bytes) EXPECT_EQ(text_that_fits(text, bytes), fits[bytes]);
}

}  // namespace
}  // namespace netdumplings
