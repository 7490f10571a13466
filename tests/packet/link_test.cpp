#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace): the words that these tests are written in

TEST(Link, AnEthernetFrameNeedsFourteenBytes) {
  EXPECT_EQ(chain(cut(ether(0x0800, {}), 13)), "Raw");
  EXPECT_EQ(chain(ether(0x0800, {})), "Ethernet");
}

TEST(Link, AnEthernetFrameCutBetweenItsAddressesStillCounts) {
  EXPECT_EQ(chain(cut(ether(0x0800, {}), 6)), "Ethernet");
  EXPECT_EQ(chain(cut(ether(0x0800, {}), 12)), "Ethernet");
  EXPECT_EQ(chain(cut(ether(0x0800, {}), 7)), "Raw");
}

TEST(Link, NothingCapturedIsNoLayer) { EXPECT_EQ(chain({}), ""); }

TEST(Link, ATypeUpTo1500IsTheLengthOfAn8023Frame) {
  EXPECT_EQ(in_ether(7, hex("010203") + filler(4) + zeros(20)), "802.3|LLC|Raw|Padding");
  EXPECT_EQ(in_ether(1500, {}), "802.3");
  EXPECT_EQ(in_ether(1501, filler(30)), "Ethernet|Raw");
}

TEST(Link, TypesThatNobodyKnowsAreRaw) {
  EXPECT_EQ(in_ether(0x88cc, filler(30)), "Ethernet|Raw");  // LLDP
  EXPECT_EQ(in_ether(0x8035, arp(3)), "Ethernet|Raw");      // RARP
}

TEST(Link, VlanTagsNest) {
  const Buffer inner = u16(0x0800) + ipv4(6, tcp(1, 2, {}));
  EXPECT_EQ(in_ether(0x8100, hex("0005") + inner), "Ethernet|802.1Q|IP|TCP");
  EXPECT_EQ(in_ether(0x88a8, hex("0005 8100 0006") + inner), "Ethernet|802_1AD|802.1Q|IP|TCP");
  EXPECT_EQ(in_ether(0x8100, hex("0005 8100 0006") + inner), "Ethernet|802.1Q|802.1Q|IP|TCP");
  EXPECT_EQ(in_ether(0x8100, hex("0005 0806") + arp(1)), "Ethernet|802.1Q|ARP");
  EXPECT_EQ(in_ether(0x9100, hex("0005 8100 0006") + inner), "Ethernet|802.1Q|802.1Q|IP|TCP");
  EXPECT_EQ(in_ether(0x9100, hex("0005 88a8 0006 9100 0007") + inner), "Ethernet|802.1Q|802_1AD|802.1Q|IP|TCP");
}

TEST(Link, EveryKindOfVlanTagIsFoundInCookedCaptures) {
  for (const std::size_t type : {0x8100u, 0x88a8u, 0x9100u}) {
    const std::string name = type == 0x88a8 ? "802_1AD" : "802.1Q";
    EXPECT_EQ(chain(hex("0000 0001 0006 0102030405060000") + u16(type) + hex("0005 0806") + arp(1), 113),
              "cooked linux|" + name + "|ARP");
  }
}

TEST(Link, AVlanTagMayHoldAnLlcFrameOfItsOwnLength) {
  EXPECT_EQ(in_ether(0x8100, hex("0005 0005 010203") + filler(2) + zeros(9)), "Ethernet|802.1Q|LLC|Raw|Padding");
}

TEST(Link, SnapInsideLlcLeadsToEthertypes) {
  const Buffer payload = hex("aaaa03 000000 0800") + ipv4(17, udp(1, 2, {}));
  EXPECT_EQ(in_ether(payload.size(), payload), "802.3|LLC|SNAP|IP|UDP");
}

TEST(Link, WhatAFrameHasBehindItsPacketIsPadding) {
  EXPECT_EQ(in_ether(0x0800, ipv4(6, tcp(1, 2, {})) + zeros(6)), "Ethernet|IP|TCP|Padding");
  EXPECT_EQ(in_ether(0x0800, ipv4(17, udp(1, 53, example_query())) + zeros(9)), "Ethernet|IP|UDP|DNS|Padding");
  EXPECT_EQ(in_ether(0x0806, arp(1) + zeros(18)), "Ethernet|ARP|Padding");
}

TEST(Link, EachLayersPaddingIsItsOwnInnermostFirst) {
  const Buffer inner = ipv4(99, filler(40), {.total_length = 24});
  const Frame frame(ether(0x0800, ipv4(4, inner, {.total_length = 60}) + zeros(5)));
  EXPECT_EQ(frame.chain(), "Ethernet|IP|IP|Raw|Padding|Padding");
  const LayerRange layers = frame.packet().layers();
  EXPECT_EQ(layers[3].bytes.size(), 4u);
  EXPECT_EQ(layers[4].bytes.size(), 16u);
  EXPECT_EQ(layers[5].bytes.size(), 25u);
  EXPECT_EQ(layers[5].offset, 14u + 60u);
}

TEST(Link, RawIpSaysItsVersionItself) {
  EXPECT_EQ(chain(ipv4(6, tcp(1, 2, {})), 101), "IP|TCP");
  EXPECT_EQ(chain(ipv6(6, tcp(1, 2, {})), 101), "IPv6|TCP");
  EXPECT_EQ(chain(ipv6(6, tcp(1, 2, {})), 12), "IPv6|TCP");
  EXPECT_EQ(chain(ipv4(6, tcp(1, 2, {})), 228), "IP|TCP");
  EXPECT_EQ(chain(ipv6(6, tcp(1, 2, {})), 229), "IPv6|TCP");
}

TEST(Link, LinuxCookedCapturesLeadToEthertypes) {
  const Buffer packet = ipv4(6, tcp(1, 2, {}));
  EXPECT_EQ(chain(hex("0000 0001 0006 0102030405060000 0800") + packet, 113), "cooked linux|IP|TCP");
  EXPECT_EQ(chain(hex("0800 0000 00000002 0001 00 06 0102030405060000") + packet, 276), "cooked linux v2|IP|TCP");
  EXPECT_EQ(chain(hex("0000 0001 0006 0102030405060000 0004") + filler(9), 113), "cooked linux|Raw");
}

TEST(Link, ACookedHeaderMayBeCutWithinItsAddress) {
  EXPECT_EQ(chain(hex("0000 0001 0006 010203"), 113), "cooked linux");
  EXPECT_EQ(chain(hex("0000 0001 00"), 113), "Raw");
}

TEST(Link, LoopbackFamiliesAreReadInBothByteOrders) {
  const Buffer four = ipv4(6, tcp(1, 2, {}));
  const Buffer six = ipv6(6, tcp(1, 2, {}));
  EXPECT_EQ(chain(hex("02000000") + four, 0), "Loopback|IP|TCP");
  EXPECT_EQ(chain(hex("00000002") + four, 108), "Loopback|IP|TCP");
  EXPECT_EQ(chain(hex("0a000000") + six, 0), "Loopback|IPv6|TCP");
  for (const char* const family : {"18", "1c", "1e"}) {  // NetBSD and OpenBSD, FreeBSD, macOS
    EXPECT_EQ(chain(hex(family) + zeros(3) + six, 0), "Loopback|IPv6|TCP") << family;
    EXPECT_EQ(chain(zeros(3) + hex(family) + six, 108), "Loopback|IPv6|TCP") << family;
  }
  EXPECT_EQ(chain(hex("1f000000") + six, 0), "Loopback|Raw") << "a family that nobody has for IPv6";
}

TEST(Link, ALinkTypeThatIsNotKnownIsRaw) { EXPECT_EQ(chain(filler(40), 147), "Raw"); }

}  // namespace
}  // namespace netdumplings
