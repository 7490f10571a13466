// Holds SHA-1 to the vectors of RFC 3174, section 7.3, and its padding to sizes around the end of a block.
#include <netdumplings/detail/sha1.hpp>

#include <gtest/gtest.h>

#include <string>

namespace netdumplings::detail {
namespace {

std::string digest_of(const std::string& text) {
  std::string hex;
  for (const std::uint8_t byte : sha1({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()})) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

TEST(Sha1, GivesTheDigestsOfItsStandard) {
  std::string repeated;
  for (int i = 0; i < 80; ++i) repeated += "01234567";
  EXPECT_EQ(digest_of("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(digest_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(digest_of(std::string(1'000'000, 'a')), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
  EXPECT_EQ(digest_of(repeated), "dea356a2cddd90c7a7ecedc5ebb563934f460452");
}

TEST(Sha1, PadsMessagesThatEndNearTheEndOfABlock) {
  EXPECT_EQ(digest_of(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(digest_of(std::string(55, 'x')), "cef734ba81a024479e09eb5a75b6ddae62e6abf1");
  EXPECT_EQ(digest_of(std::string(56, 'x')), "901305367c259952f4e7af8323f480d59f81335b");
  EXPECT_EQ(digest_of(std::string(63, 'x')), "0ddc4e0cccd9a12850deb5abb0853a4425559fec");
  EXPECT_EQ(digest_of(std::string(64, 'x')), "bb2fa3ee7afb9f54c6dfb5d021f14b1ffe40c163");
  EXPECT_EQ(digest_of(std::string(119, 'x')), "4300320394f7ee239bcdce7d3b8bcee173a0cd5c");
  EXPECT_EQ(digest_of(std::string(120, 'x')), "ceb2821639c4b6dcb10bce0e522ca2e608ce056d");
}

TEST(Sha1, CanBeComputedByTheCompiler) {
  static constexpr std::array<std::uint8_t, 3> abc = {'a', 'b', 'c'};
  static_assert(sha1(abc)[0] == 0xa9 && sha1(abc)[19] == 0x9d);
}

}  // namespace
}  // namespace netdumplings::detail
