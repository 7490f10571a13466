// IPsec, ISAKMP, and IPv6's mobility headers.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

Buffer isakmp(std::size_t next_payload, std::size_t flags, const Buffer& payloads) {
  return filler(16) + u8(next_payload) + hex("10 02") + u8(flags) + hex("00000000 00000040") + payloads;
}

TEST(IpsecLayer, AuthenticationHasAsManyWordsAsItSays) {
  const Buffer header = hex("06 04 0000 00000001 00000002") + filler(12);
  EXPECT_EQ(in_ipv4(51, header + tcp(1, 2, {})), "Ethernet|IP|AH|Raw") << "scapy looks no further for TCP";
  EXPECT_EQ(in_ipv4(51, hex("29 04 0000 00000001 00000002") + filler(12) + ipv6(6, tcp(1, 2, {}))),
            "Ethernet|IP|AH|IPv6|TCP");
  EXPECT_EQ(in_ipv4(51, hex("06 ff 0000 00000001 00000002") + filler(12)), "Ethernet|IP|AH");
  EXPECT_EQ(in_ipv4(51, header, {.fragment = 9}), "Ethernet|IP|AH") << "in any fragment";
}

TEST(IpsecLayer, EncryptionHidesTheRest) {
  EXPECT_EQ(in_ipv4(50, filler(60)), "Ethernet|IP|ESP");
  EXPECT_EQ(in_udp(4500, 4500, filler(60)), "Ethernet|IP|UDP|ESP");
  EXPECT_EQ(in_ipv6(50, filler(7)), "Ethernet|IPv6|Raw") << "half a sequence number";
}

TEST(IsakmpLayer, PayloadsAreLayersOneAfterTheOther) {
  const Buffer association = hex("0d 00 000c 00000001 00000001");
  const Buffer vendors = hex("0d 00 0008 01020304  00 00 0008 01020304");
  EXPECT_EQ(in_udp(500, 500, isakmp(1, 0, association + vendors)),
            "Ethernet|IP|UDP|ISAKMP|ISAKMP SA|ISAKMP Vendor ID|ISAKMP Vendor ID");
  EXPECT_EQ(in_udp(500, 500, isakmp(99, 0, hex("00 00 0008 01020304 ff"))),
            "Ethernet|IP|UDP|ISAKMP|ISAKMP payload|Raw");
  EXPECT_EQ(in_udp(500, 500, isakmp(1, 1, filler(40))), "Ethernet|IP|UDP|ISAKMP|Raw") << "encrypted";
}

TEST(IsakmpLayer, ALengthThatLiesIsBounded) {
  EXPECT_EQ(in_udp(500, 500, isakmp(13, 0, hex("0d 00 ffff 01020304"))), "Ethernet|IP|UDP|ISAKMP|ISAKMP Vendor ID");
  EXPECT_EQ(in_udp(500, 500, isakmp(13, 0, hex("00 00 0000 01020304"))), "Ethernet|IP|UDP|ISAKMP|ISAKMP Vendor ID|Raw");
}

TEST(MobilityLayer, MessagesGoByTheirType) {
  EXPECT_EQ(in_ipv6(135, hex("3b 01 05 00 0000 0001 8000 0003") + zeros(4)),
            "Ethernet|IPv6|IPv6 Mobility Header - Binding Update");
  EXPECT_EQ(in_ipv6(135, hex("3b 01 63 00 0000") + zeros(2)), "Ethernet|IPv6|IPv6 Mobility Header - Generic Message");
  EXPECT_EQ(in_ipv6(135, hex("3b 00 00 00 0000 0000 01")),
            "Ethernet|IPv6|IPv6 Mobility Header - Binding Refresh Request|Raw");
}

}  // namespace
}  // namespace netdumplings
