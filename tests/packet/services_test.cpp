// Addresses, times, routes, users: DHCP, NTP, RIP and its like, RADIUS, Spanning Tree, TFTP, Netflow, and others.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

const std::string udp_ = "Ethernet|IP|UDP|";

TEST(DhcpLayer, TheMagicCookieTellsItFromBootp) {
  const Buffer bootp = hex("01 01 06 00 01020304 0000 0000") + zeros(16) + zeros(16) + zeros(64) + zeros(128);
  EXPECT_EQ(in_udp(68, 67, bootp + hex("63825363 350101 ff")), udp_ + "BOOTP|DHCP options");
  EXPECT_EQ(in_udp(67, 68, bootp + hex("63825363")), udp_ + "BOOTP");
  EXPECT_EQ(in_udp(67, 67, bootp + hex("63825364 350101 ff")), udp_ + "BOOTP");
  EXPECT_EQ(in_udp(68, 68, bootp), udp_ + "Raw");
}

TEST(NtpLayer, MayBeCutBetweenTwoFieldsAndHasItsDigest) {
  EXPECT_EQ(in_udp(123, 123, hex("23") + zeros(47)), udp_ + "NTPHeader");
  EXPECT_EQ(in_udp(123, 123, hex("23") + zeros(47) + filler(20)), udp_ + "NTPHeader|Authenticator");
  EXPECT_EQ(in_udp(123, 123, hex("23") + zeros(47) + filler(48)), udp_ + "NTPHeader|NTPv4 extensions");
  EXPECT_EQ(in_udp(123, 123, hex("23") + zeros(47) + filler(9)), udp_ + "NTPHeader|Raw");
  EXPECT_EQ(in_udp(123, 123, hex("23 02") + zeros(10)), udp_ + "NTPHeader");
  EXPECT_EQ(in_udp(123, 123, hex("23 02") + zeros(11)), udp_ + "Raw") << "half an address";
  EXPECT_EQ(in_udp(123, 123, hex("23 01") + zeros(11)), udp_ + "NTPHeader") << "but letters may be cut";
  EXPECT_EQ(in_udp(123, 123, hex("23") + zeros(6)), udp_ + "Raw");
}

TEST(NtpLayer, ControlMessagesAreAnotherLayer) {
  const Buffer control = hex("16 82 0001 0000 0000 0000 0005") + text("a=b,c") + zeros(7);
  EXPECT_EQ(in_udp(123, 123, control), udp_ + "Control message");
  EXPECT_EQ(in_udp(123, 123, control + zeros(3)), udp_ + "Raw") << "a key's number has four bytes";
  EXPECT_EQ(in_udp(123, 123, hex("17") + zeros(60)), udp_ + "Raw") << "private";
}

TEST(RipLayer, EntriesAreLayersOneAfterTheOther) {
  const Buffer entry = hex("0002 0000 c0000200 ffffff00 00000000 00000001");
  EXPECT_EQ(in_udp(520, 520, hex("02 02 0000") + entry + entry), udp_ + "RIP header|RIP entry|RIP entry");
  EXPECT_EQ(in_udp(520, 520, hex("02 02 0000 ffff 0002") + filler(16) + entry),
            udp_ + "RIP header|RIP authentication|RIP entry");
}

TEST(HsrpLayer, MayHaveADigest) {
  const Buffer hello = hex("00 00 10 03 0a 78 01 00") + filler(8) + hex("c0000201");
  EXPECT_EQ(in_udp(1985, 1985, hello), udp_ + "HSRP");
  EXPECT_EQ(in_udp(1985, 1985, hello + zeros(30)), udp_ + "HSRP|HSRP MD5 Authentication");
}

TEST(VrrpLayer, ShowsItsVersion) {
  EXPECT_EQ(in_ipv4(112, hex("21 01 64 01 00 01 0000 c0000201 00000000 00000000")), "Ethernet|IP|VRRP");
  EXPECT_EQ(in_ipv4(112, hex("31 01 64 01 0064 0000 c0000201")), "Ethernet|IP|VRRPv3");
  EXPECT_EQ(in_ipv6(112, hex("31 01 64 01 0064 0000") + filler(16)), "Ethernet|IPv6|VRRPv3");
}

TEST(RadiusLayer, HasItsAttributes) {
  EXPECT_EQ(in_udp(40000, 1812, hex("01 01 0017") + filler(16) + hex("01 03 61")), udp_ + "RADIUS");
  EXPECT_EQ(in_udp(40000, 1812, hex("01 01 0014") + filler(16) + hex("01 03 61")), udp_ + "RADIUS|Raw");
}

TEST(SpanningTreeLayer, IsFoundByItsLlcAddress) {
  EXPECT_EQ(in_ether(0x0026, hex("42 42 03") + zeros(35) + zeros(8)), "802.3|LLC|Spanning Tree Protocol|Padding");
}

TEST(TftpLayer, OperationsAreLayersOfTheirOwn) {
  EXPECT_EQ(in_udp(40000, 69, hex("0001") + text("file") + hex("00") + text("octet") + hex("00")),
            udp_ + "TFTP opcode|TFTP Read Request");
  EXPECT_EQ(in_udp(40000, 69, hex("0001 6100 6200 6300 6400")), udp_ + "TFTP opcode|TFTP Read Request|TFTP_Options");
  EXPECT_EQ(in_udp(40000, 69, hex("0003 0001 61")), udp_ + "TFTP opcode|TFTP Data|Raw");
  EXPECT_EQ(in_udp(40000, 69, hex("0002") + text("file") + hex("00") + text("octet") + hex("00")),
            udp_ + "TFTP opcode|TFTP Write Request");
  EXPECT_EQ(in_udp(40000, 69, hex("0004 0001")), udp_ + "TFTP opcode|TFTP Ack");
  EXPECT_EQ(in_udp(40000, 69, hex("0004 0001 00")), udp_ + "TFTP opcode|TFTP Ack|Raw");
  EXPECT_EQ(in_udp(40000, 69, hex("0005 0001") + text("none") + hex("00")), udp_ + "TFTP opcode|TFTP Error");
  EXPECT_EQ(in_udp(40000, 69, hex("0005 0001") + text("none") + hex("00 00")), udp_ + "TFTP opcode|TFTP Error|Raw");
  EXPECT_EQ(in_udp(40000, 69, hex("0006 6100 6200")), udp_ + "TFTP opcode|TFTP Option Ack|TFTP_Options");
  EXPECT_EQ(in_udp(40000, 69, hex("0007 6100")), udp_ + "TFTP opcode|Raw");
}

TEST(VxlanLayer, CarriesEthernetUnlessItSaysOtherwise) {
  EXPECT_EQ(in_udp(40000, 4789, hex("08 000000 000001 00") + ether(0x0806, arp(1))), udp_ + "VXLAN|Ethernet|ARP");
  EXPECT_EQ(in_udp(40000, 4790, hex("0c 0000 01 000001 00") + ipv4(6, tcp(1, 2, {}))), udp_ + "VXLAN|IP|TCP");
}

TEST(L2tpLayer, CarriesPpp) {
  EXPECT_EQ(in_udp(1701, 1701, hex("0002 0001 0001 0021") + ipv4(6, tcp(1, 2, {}))),
            udp_ + "L2TP|PPP Link Layer|IP|TCP");
  EXPECT_EQ(in_udp(1701, 1701, hex("c802 000c 0001 0000 0000 0000")), udp_ + "L2TP");
}

TEST(NetflowLayer, RecordsAreLayersOneAfterTheOther) {
  EXPECT_EQ(in_udp(40000, 2055, hex("0005 0002") + zeros(20) + zeros(96)),
            udp_ + "Netflow Header|Netflow Header v5|Netflow Record v5|Netflow Record v5");
  EXPECT_EQ(in_udp(40000, 2055, hex("0009 0001") + zeros(16) + zeros(8)),
            udp_ + "Netflow Header|Netflow Header V9|Raw");
  EXPECT_EQ(in_udp(40000, 2055, hex("0001 0002") + zeros(12) + zeros(96)),
            udp_ + "Netflow Header|Netflow Header v1|Netflow Record v1|Netflow Record v1");
  EXPECT_EQ(in_udp(40000, 2055, hex("0001 0001") + zeros(12) + zeros(47)),
            udp_ + "Netflow Header|Netflow Header v1|Raw")
      << "half a number";
  EXPECT_EQ(in_udp(40000, 2055, hex("000a 0010") + zeros(12) + zeros(8)),
            udp_ + "Netflow Header|IPFix (Netflow V10) Header|Raw");
  EXPECT_EQ(in_udp(40000, 2055, hex("000a 0010") + zeros(12)), udp_ + "Netflow Header|IPFix (Netflow V10) Header");
  EXPECT_EQ(in_udp(40000, 2055, hex("0007 0010") + zeros(12)), udp_ + "Netflow Header|Raw");
}

TEST(MgcpLayer, IsItsFirstLine) {
  EXPECT_EQ(in_udp(40000, 2727, text("RQNT 1 aaln/1@rgw MGCP 1.0\nX: 2\n")), udp_ + "MGCP|Raw");
  EXPECT_EQ(in_udp(40000, 2727, text("RQNT 1 aaln/1@rgw MGCP 1.0\n")), udp_ + "MGCP");
  EXPECT_EQ(in_udp(40000, 2727, text("200")), udp_ + "MGCP");
}

TEST(MobileIpLayer, GoesByItsType) {
  const std::string mobile = udp_ + "Mobile IP (RFC3344)";
  EXPECT_EQ(in_udp(434, 434, hex("01") + zeros(23)), mobile + "|Mobile IP Registration Request (RFC3344)");
  EXPECT_EQ(in_udp(434, 434, hex("03") + zeros(19)), mobile + "|Mobile IP Registration Reply (RFC3344)");
  EXPECT_EQ(in_udp(434, 434, hex("04 04 0000") + ipv4(6, tcp(1, 2, {}))),
            mobile + "|Mobile IP Tunnel Data Message (RFC3519)|IP|TCP");
  EXPECT_EQ(in_udp(434, 434, hex("02 00")), mobile + "|Raw");
}

TEST(SkinnyLayer, HasThreeNumbers) {
  EXPECT_EQ(in_tcp(2000, zeros(12)), "Ethernet|IP|TCP|Skinny");
  EXPECT_EQ(in_tcp(2000, zeros(11)), "Ethernet|IP|TCP|Raw");
}

TEST(LlmnrLayer, QueriesAndResponsesHaveTheirNames) {
  const std::string name = "Link Local Multicast Node Resolution - ";
  EXPECT_EQ(in_udp(40000, 5355, hex("0001 0000 0001 0000 0000 0000") + example_question()), udp_ + name + "Query");
  EXPECT_EQ(in_udp(40000, 5355, hex("0001 00")), udp_ + name + "Query");
  EXPECT_EQ(in_udp(40000, 5355, hex("0001")), udp_ + "Raw") << "nothing tells which";
  EXPECT_EQ(in_udp(40000, 5355, hex("00")), udp_ + "Raw");
  EXPECT_EQ(in_udp(5355, 40000, hex("0001 8000 0001 0000 0000 0000") + example_question()), udp_ + name + "Response");
}

}  // namespace
}  // namespace netdumplings
