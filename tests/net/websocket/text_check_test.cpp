#include "net/websocket/text_check.hpp"

#include <gtest/gtest.h>

#include <string>

namespace netdumplings::net {
namespace {

TEST(TextCheck, FindsTheBadByteWhereverItStands) {
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

}  // namespace
}  // namespace netdumplings::net
