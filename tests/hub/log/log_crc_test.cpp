#include "hub/log/log_crc.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace netdumplings::hub {
namespace {

// RFC 3720, appendix B.4.
TEST(LogCrc, GivesTheStandardsExamples) {
  std::string rising;
  for (char c = 0; c < 32; ++c) rising += c;
  for (const auto crc : {crc32c, crc32c_by_table}) {
    EXPECT_EQ(crc(std::string(32, '\0'), 0), 0x8a9136aaU);
    EXPECT_EQ(crc(std::string(32, '\xff'), 0), 0x62a8ab43U);
    EXPECT_EQ(crc(rising, 0), 0x46dd794eU);
    EXPECT_EQ(crc("123456789", 0), 0xe3069283U);
    EXPECT_EQ(crc("", 0), 0U);
  }
}

TEST(LogCrc, IsTheSameInPiecesOrWholeByTableOrByInstruction) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 100; ++size) {
    std::string bytes;
    while (bytes.size() < size) bytes += static_cast<char>(random());
    const std::size_t cut = size == 0 ? 0 : random() % size;
    EXPECT_EQ(crc32c(bytes), crc32c_by_table(bytes));
    EXPECT_EQ(crc32c(bytes), crc32c(bytes.substr(cut), crc32c(bytes.substr(0, cut))));
    EXPECT_EQ(crc32c(bytes), crc32c_by_table(bytes.substr(cut), crc32c_by_table(bytes.substr(0, cut))));
  }
}

}  // namespace
}  // namespace netdumplings::hub
