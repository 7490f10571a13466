// The keys of QUIC's Initial packets, by the examples of RFC 9001 and RFC 9369.
#include "network/quic/quic_keys.hpp"

#include <gtest/gtest.h>

#include "network/quic/quic_packet.hpp"
#include "packet/frames.hpp"

namespace netdumplings::chefs::network {
namespace {

using frames::buffer;
using frames::hex;

QuicInitialKeys keys_of_version(std::uint32_t version) {
  Digests digests;
  return initial_keys(digests, version, hex("8394c8f03e515708"));
}

TEST(QuicKeys, AreThoseOfRfc9001) {
  const auto keys = keys_of_version(quic_v1);
  EXPECT_EQ(buffer(keys.client.key), hex("1f369613dd76d5467730efcbe3b1a22d"));
  EXPECT_EQ(buffer(keys.client.nonce), hex("fa044b2f42a3fd3b46fb255c"));
  EXPECT_EQ(buffer(keys.client.header), hex("9f50449e04a0e810283a1e9933adedd2"));
  EXPECT_EQ(buffer(keys.server.key), hex("cf3a5331653c364c88f0f379b6067e37"));
  EXPECT_EQ(buffer(keys.server.nonce), hex("0ac1493ca1905853b0bba03e"));
  EXPECT_EQ(buffer(keys.server.header), hex("c206b8d9b9f0f37644430b490eeaa314"));
}

TEST(QuicKeys, AreThoseOfRfc9369) {
  const auto keys = keys_of_version(quic_v2);
  EXPECT_EQ(buffer(keys.client.key), hex("8b1a0bc121284290a29e0971b5cd045d"));
  EXPECT_EQ(buffer(keys.client.nonce), hex("91f73e2351d8fa91660e909f"));
  EXPECT_EQ(buffer(keys.client.header), hex("45b95e15235d6f45a6b19cbcb0294ba9"));
  EXPECT_EQ(buffer(keys.server.key), hex("82db637861d55e1d011f19ea71d5d2a7"));
  EXPECT_EQ(buffer(keys.server.nonce), hex("dd13c276499c0249d3310652"));
  EXPECT_EQ(buffer(keys.server.header), hex("edf6d05c83121201b436e16877593c3a"));
}

}  // namespace
}  // namespace netdumplings::chefs::network
