#include <gtest/gtest.h>

#include <cstdint>
#include <netdumplings/sip_hash.hpp>
#include <string>

namespace netdumplings {
namespace {

// The values of the reference implementation (https://github.com/veorq/SipHash, vectors.h) for the key 00 01 .. 0f and
// the texts "", 00, 00 01, ...
TEST(SipHash, HasTheValuesOfItsSpecification) {
  const SipKey key{0x0706050403020100, 0x0f0e0d0c0b0a0908};
  std::string text;
  for (const std::uint64_t expected :
       {0x726fdb47dd0e0e31U, 0x74f839c593dc67fdU, 0x0d6c8009d9a94f5aU, 0x85676696d7fb7e2dU, 0xcf2794e0277187b7U,
        0x18765564cd99a68dU, 0xcbc9466e58fee3ceU, 0xab0200f58b01d137U, 0x93f5f5799a932462U, 0x9e0082df0ba9e4b0U}) {
    EXPECT_EQ(sip_hash(key, text), expected) << text.size() << " bytes";
    text += static_cast<char>(text.size());
  }
}

TEST(SipHash, DependsOnEachPartOfTheKey) {
  EXPECT_NE(sip_hash({1, 2}, "name"), sip_hash({1, 3}, "name"));
  EXPECT_NE(sip_hash({1, 2}, "name"), sip_hash({3, 2}, "name"));
}

}  // namespace
}  // namespace netdumplings
