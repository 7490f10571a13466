#include "net/sha1.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace netdumplings::net {
namespace {

std::string digest_of(std::string_view text) {
  std::array<std::uint8_t, 20> digest{};
  sha1(static_cast<const std::uint8_t*>(static_cast<const void*>(text.data())), text.size(), digest.data());
  std::string hex;
  for (const std::uint8_t byte : digest) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

TEST(Sha1, GivesTheDigestsOfItsStandard) {
  EXPECT_EQ(digest_of("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(digest_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(digest_of(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

}  // namespace
}  // namespace netdumplings::net
