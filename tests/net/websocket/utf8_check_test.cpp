#include "net/websocket/utf8_check.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace netdumplings::net {
namespace {

const std::vector<std::string> wrong{"\xff",         "\x80",     "\xc0\x80",     "\xed\xa0\x80",
                                     "\xe0\x9f\x80", "\xf0\x8f", "\xf4\x90\x80", "\xf8\x88\x80\x80\x80"};

TEST(Utf8Check, FindsTheWrongByteWhereverItIs) {
  const std::string good = "0123456789012345678901234567890123456789é€😀";
  for (std::size_t padding = 0; padding < 70; ++padding) {
    const std::string before(padding, 'x');
    EXPECT_TRUE(is_utf8(before + good + before));
    for (const char* bad :
         {"\xff", "\x80", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xf0\x9f\x98"}) {
      EXPECT_FALSE(is_utf8(before + bad)) << padding;
      EXPECT_FALSE(is_utf8(before + bad + before + "x")) << padding;
    }
  }
  EXPECT_TRUE(is_utf8(""));
}

TEST(Utf8Check, AcceptsTextThatIsCutWithinACharacter) {
  const std::string text = "aé€😀\U0010ffffz";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    Utf8Check check;
    for (std::size_t at = 0; at < text.size(); at += size)
      EXPECT_TRUE(check.add(std::string_view(text).substr(at, size)));
    EXPECT_TRUE(check.complete());
  }
}

TEST(Utf8Check, SaysAtOnceWhenNoByteCanMakeItRight) {
  for (const std::string& bad : wrong) {
    Utf8Check whole;
    EXPECT_FALSE(whole.add("x" + bad)) << bad;
    Utf8Check bytewise;
    bool right = true;
    for (const char byte : bad) right = right && bytewise.add({&byte, 1});
    EXPECT_FALSE(right) << bad;
  }
}

TEST(Utf8Check, IsIncompleteWhileACharacterIsAndForgetsItOnReset) {
  Utf8Check check;
  EXPECT_TRUE(check.add("x\xe2\x82"));
  EXPECT_FALSE(check.complete());
  check.reset();
  EXPECT_TRUE(check.complete());
  EXPECT_TRUE(check.add("\xe2"));
  EXPECT_TRUE(check.add(""));
  EXPECT_FALSE(check.add("x"));
}

}  // namespace
}  // namespace netdumplings::net
