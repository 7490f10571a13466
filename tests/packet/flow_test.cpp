// Flows and Community IDs, with the test vectors of https://github.com/corelight/community-id-spec (baseline).
#include <netdumplings/flow.hpp>
#include <netdumplings/packet.hpp>

#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

const Buffer low = hex("01020304"), high = hex("05060708");
const Buffer low6 = hex("fe80 0001 0203 0405 0607 0809 0a0b 0c0d"),
             high6 = hex("fe80 1011 1213 1415 1617 1819 1a1b 1c1d");

Buffer between(const Buffer& source, const Buffer& destination, std::size_t protocol, const Buffer& payload) {
  return ether(0x0800, hex("4500") + u16(20 + payload.size()) + hex("0001 0000 40") + u8(protocol) + hex("0000") +
                           source + destination + payload);
}
Buffer between6(const Buffer& source, const Buffer& destination, std::size_t protocol, const Buffer& payload) {
  return ether(0x86dd,
               hex("60000000") + u16(payload.size()) + u8(protocol) + hex("40") + source + destination + payload);
}

std::string community_id(const Buffer& bytes, std::uint16_t seed = 0) {
  const Frame frame(bytes);
  return frame.packet().community_id(seed).value_or("none");
}
std::string flow_text(const Buffer& bytes, int link_type = ethernet_link) {
  const Frame frame(bytes, link_type);
  const auto flow = frame.packet().flow();
  return flow ? flow->to_string() : "none";
}

TEST(CommunityId, IsTheSameBothWays) {
  const Buffer sctp_out = u16(1122) + u16(3344) + zeros(8), sctp_back = u16(3344) + u16(1122) + zeros(8);
  EXPECT_EQ(community_id(between(low, high, 6, tcp(1122, 3344, {}))), "1:wCb3OG7yAFWelaUydu0D+125CLM=");
  EXPECT_EQ(community_id(between(high, low, 6, tcp(3344, 1122, {}))), "1:wCb3OG7yAFWelaUydu0D+125CLM=");
  EXPECT_EQ(community_id(between(low, high, 17, udp(1122, 3344, {}))), "1:0Mu9InQx6z4ZiCZM/7HXi2WMhOg=");
  EXPECT_EQ(community_id(between(high, low, 17, udp(3344, 1122, {}))), "1:0Mu9InQx6z4ZiCZM/7HXi2WMhOg=");
  EXPECT_EQ(community_id(between(low, high, 132, sctp_out)), "1:EKt4MsxuyaE6mL+hmrEkQ9csDD8=");
  EXPECT_EQ(community_id(between(high, low, 132, sctp_back)), "1:EKt4MsxuyaE6mL+hmrEkQ9csDD8=");
}

TEST(CommunityId, TakesMessagesOfIcmpThatAnswerEachOtherForOneFlow) {
  EXPECT_EQ(community_id(between(low, high, 1, hex("0800 0000 00000000"))), "1:crodRHL2FEsHjbv3UkRrfbs4bZ0=");
  EXPECT_EQ(community_id(between(high, low, 1, hex("0000 0000 00000000"))), "1:crodRHL2FEsHjbv3UkRrfbs4bZ0=");
  EXPECT_EQ(community_id(between(low, high, 1, hex("0b00 0000 00000000"))), "1:f/YiSyWqczrTgfUCZlBUnvHRcPk=");
  EXPECT_EQ(community_id(between6(low6, high6, 58, hex("8000 0000 00000000"))), "1:0bf7hyMJUwt3fMED7z8LIfRpBeo=");
  EXPECT_EQ(community_id(between6(high6, low6, 58, hex("8100 0000 00000000"))), "1:0bf7hyMJUwt3fMED7z8LIfRpBeo=");
  EXPECT_EQ(community_id(between6(low6, high6, 58, hex("9200 0000 00000000"))), "1:fYC8+pz24E+EhANP1EZhpX0Dw10=");
}

TEST(CommunityId, OfAProtocolWithoutPortsIsOfItsAddresses) {
  EXPECT_EQ(community_id(between(low, high, 46, zeros(8))), "1:ikv3kmf89luf73WPz1jOs49S768=");
  EXPECT_EQ(community_id(between(high, low, 46, zeros(8))), "1:ikv3kmf89luf73WPz1jOs49S768=");
  EXPECT_EQ(community_id(between6(low6, high6, 46, zeros(8))), "1:wQ/2mwrnXP4lmJcHdGL5ePjR+e0=");
  EXPECT_EQ(community_id(between6(high6, low6, 46, zeros(8))), "1:wQ/2mwrnXP4lmJcHdGL5ePjR+e0=");
}

TEST(CommunityId, DependsOnItsSeed) {
  EXPECT_EQ(community_id(between(low, high, 6, tcp(1122, 3344, {})), 1), "1:HhA1B+6CoLbiKPEs5nhNYN4XWfk=");
  EXPECT_EQ(community_id(between(low, high, 1, hex("0b00 0000 00000000")), 1), "1:1DD7cWGC/Yg91YGsQeni8du3pIA=");
  EXPECT_EQ(community_id(between6(low6, high6, 46, zeros(8)), 1), "1:j6EyyfBzL4vWKHFXgUqb5Az3OxM=");
}

TEST(CommunityId, IsNotThereWithoutPortsOrAnAddress) {
  EXPECT_EQ(community_id(ether(0x0806, arp(1))), "none");
  EXPECT_EQ(community_id(ether(0x0800, ipv4(6, filler(20), {.fragment = 9}))), "none");
  EXPECT_EQ(community_id(ether(0x0800, ipv4(132, filler(20), {.fragment = 9}))), "none") << "a layer SCTP, as in scapy";
  EXPECT_EQ(community_id(ether(0x0800, ipv4(6, {}))), "none");
}

TEST(Flow, IsOfTheOutermostHeader) {
  EXPECT_EQ(flow_text(ether(0x0800, ipv4(17, udp(53, 5353, {})))), "UDP 192.0.2.1:53 > 198.51.100.2:5353");
  EXPECT_EQ(flow_text(ether(0x86dd, ipv6(6, tcp(40000, 80, {})))), "TCP [2001:db8::1]:40000 > [2001:db8::2]:80");
  EXPECT_EQ(flow_text(ether(0x0800, ipv4(4, ipv4(17, udp(1, 2, {}))))), "protocol 4 192.0.2.1 > 198.51.100.2");
  EXPECT_EQ(flow_text(ether(0x0800, ipv4(1, hex("0800 0000 0001 0001")))), "ICMP 192.0.2.1 > 198.51.100.2");
  EXPECT_EQ(flow_text(ether(0x0806, arp(1))), "none");
  EXPECT_EQ(flow_text(cut(ipv4(6, {}), 12), 228), "none") << "addresses that were cut off";
}

TEST(Flow, LooksThroughIpv6sExtensionHeaders) {
  const Buffer hop_by_hop = hex("2c 00 050200000100"), fragment = hex("11 00 0000 00000001");
  EXPECT_EQ(flow_text(ether(0x86dd, ipv6(0, hop_by_hop + fragment + udp(7, 9, {})))),
            "UDP [2001:db8::1]:7 > [2001:db8::2]:9");
  EXPECT_EQ(flow_text(ether(0x86dd, ipv6(44, hex("11 00 0010 00000001") + filler(20)))),
            "UDP 2001:db8::1 > 2001:db8::2")
      << "a later fragment has no ports";
}

TEST(Flow, IsAKey) {
  const Frame one(between(low, high, 6, tcp(1, 2, {}))), other(between(low, high, 6, tcp(1, 3, {})));
  EXPECT_EQ(one.packet().flow(), Frame(between(low, high, 6, tcp(1, 2, filler(4)))).packet().flow());
  EXPECT_LT(one.packet().flow(), other.packet().flow());
}

}  // namespace
}  // namespace netdumplings
