#include <netdumplings/layers/ipv4.hpp>
#include <netdumplings/layers/ipv6.hpp>

#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

TEST(Ipv4Layer, AHeaderCutBetweenFieldsCounts) {
  const Buffer packet = ipv4(17, {});
  for (const std::size_t size : {4u, 6u, 8u, 9u, 10u, 12u, 16u}) {
    EXPECT_EQ(in_ether(0x0800, cut(packet, size)), "Ethernet|IP") << size;
  }
  for (const std::size_t size : {1u, 2u, 3u, 5u, 7u, 11u, 13u, 19u}) {
    EXPECT_EQ(in_ether(0x0800, cut(packet, size)), "Ethernet|Raw") << size;
  }
}

TEST(Ipv4Layer, ALengthOfZeroIsLeftToTheNetworkCard) {
  EXPECT_EQ(in_ipv4(6, tcp(1, 2, filler(9)), {.total_length = 0}), "Ethernet|IP|TCP|Raw");
}

TEST(Ipv4Layer, ALengthShorterThanTheFrameLeavesPadding) {
  EXPECT_EQ(in_ipv4(17, udp(1, 2, filler(20)), {.total_length = 30}), "Ethernet|IP|UDP|Raw|Padding");
}

TEST(Ipv4Layer, AHeaderLengthBelowTwentyIsTwenty) {
  EXPECT_EQ(in_ipv4(6, tcp(1, 2, {}), {.header_words = 0}), "Ethernet|IP|TCP");
}

TEST(Ipv4Layer, AHeaderLengthPastTheEndTakesAllThereIs) {
  EXPECT_EQ(in_ipv4(6, filler(10), {.header_words = 15}), "Ethernet|IP");
}

TEST(Ipv4Layer, TheEthertypeCountsNotTheVersion) {
  EXPECT_EQ(in_ipv4(6, tcp(1, 2, {}), {.version = 6}), "Ethernet|IP|TCP");
}

TEST(Ipv4Layer, OptionsBelongToTheHeader) {
  const Buffer router_alert = hex("94040000");
  EXPECT_EQ(in_ipv4(1, hex("0800 0000 0001 0001"), {.header_words = 6, .options = router_alert}), "Ethernet|IP|ICMP");
}

TEST(Ipv4Layer, LaterFragmentsAreRawButForProtocolsThatScapyReadsInAny) {
  EXPECT_EQ(in_ipv4(6, filler(40), {.fragment = 100}), "Ethernet|IP|Raw");
  EXPECT_EQ(in_ipv4(17, filler(40), {.fragment = 100}), "Ethernet|IP|Raw");
  EXPECT_EQ(in_ipv4(132, zeros(12) + hex("ff0000ff"), {.fragment = 100}), "Ethernet|IP|SCTP|Raw");
  EXPECT_EQ(in_ipv4(41, ipv6(17, udp(1, 2, {})), {.fragment = 100}), "Ethernet|IP|IPv6|UDP");
}

TEST(Ipv4Layer, AFirstFragmentIsReadLikeAWholePacket) {
  EXPECT_EQ(in_ipv4(6, tcp(1, 2, filler(8)), {.fragment = 0x2000}), "Ethernet|IP|TCP|Raw");
}

TEST(Ipv4Layer, ProtocolsThatNobodyKnowsAreRaw) {
  EXPECT_EQ(in_ipv4(58, filler(20)), "Ethernet|IP|Raw");  // ICMPv6 has no business here
  EXPECT_EQ(in_ipv4(2, filler(8)), "Ethernet|IP|Raw");    // IGMP
}

TEST(Ipv4Layer, PacketsInPacketsAreRead) {
  EXPECT_EQ(in_ipv4(4, ipv4(4, ipv4(17, udp(1, 2, filler(3))))), "Ethernet|IP|IP|IP|UDP|Raw");
  EXPECT_EQ(in_ipv4(41, ipv6(6, tcp(1, 2, {}))), "Ethernet|IP|IPv6|TCP");
}

TEST(Ipv6Layer, AHeaderCutBetweenFieldsCounts) {
  for (const std::size_t size : {4u, 6u, 7u, 8u, 24u})
    EXPECT_EQ(in_ether(0x86dd, cut(ipv6(17, {}), size)), "Ethernet|IPv6");
  for (const std::size_t size : {1u, 3u, 5u, 9u, 23u, 39u}) {
    EXPECT_EQ(in_ether(0x86dd, cut(ipv6(17, {}), size)), "Ethernet|Raw") << size;
  }
}

TEST(Ipv6Layer, APayloadLengthOfZeroIsIgnoredBecauseOffloadingLeavesIt) {
  EXPECT_EQ(in_ether(0x86dd, ipv6(6, tcp(1, 2, filler(70'000)), 0)), "Ethernet|IPv6|TCP|Raw");
  EXPECT_EQ(in_ether(0x86dd, ipv6(17, udp(1, 2, filler(9), 0), 0)), "Ethernet|IPv6|UDP|Raw");
  EXPECT_EQ(in_ether(0x86dd, ipv6(0, hex("06 00 0104 00000000") + tcp(1, 2, {}), 0)),
            "Ethernet|IPv6|IPv6 Extension Header - Hop-by-Hop Options Header|Padding")
      << "options without that of a jumbogram";
  EXPECT_EQ(in_ether(0x86dd, ipv6(59, zeros(6), 0)), "Ethernet|IPv6|Padding") << "nothing can follow";
}

TEST(Ipv6Layer, AJumbogramSaysItsLengthInAnOption) {
  const Buffer payload = hex("11 00 c2 04") + u32(8 + 11) + udp(1, 2, filler(3));
  EXPECT_EQ(in_ether(0x86dd, ipv6(0, payload, 0) + zeros(4)),
            "Ethernet|IPv6|IPv6 Extension Header - Hop-by-Hop Options Header|UDP|Raw|Padding");
}

TEST(Ipv6Layer, NoNextHeaderIsTheEnd) { EXPECT_EQ(in_ipv6(59, {}), "Ethernet|IPv6"); }

TEST(Ipv6Layer, ExtensionHeadersAreLayers) {
  const Buffer echo = hex("8000 0000 0001 0001");
  EXPECT_EQ(in_ipv6(0, hex("3a 00 0502 0000 0100") + echo),
            "Ethernet|IPv6|IPv6 Extension Header - Hop-by-Hop Options Header|ICMPv6 Echo Request");
  EXPECT_EQ(in_ipv6(60, hex("3a 00 0104 00000000") + echo),
            "Ethernet|IPv6|IPv6 Extension Header - Destination Options Header|ICMPv6 Echo Request");
  EXPECT_EQ(in_ipv6(43, hex("11 02 00 01 00000000") + zeros(16) + udp(1, 2, {})),
            "Ethernet|IPv6|IPv6 Option Header Routing|UDP");
  EXPECT_EQ(in_ipv6(43, hex("11 02 04 00 00 00 0000") + zeros(16) + udp(1, 2, {})),
            "Ethernet|IPv6|IPv6 Option Header Segment Routing|UDP");
}

TEST(Ipv6Layer, ARoutingHeaderWithHalfAnAddressIsNone) {
  EXPECT_EQ(in_ipv6(43, hex("11 01 00 01 00000000") + zeros(8) + udp(1, 2, {})), "Ethernet|IPv6|Raw");
}

TEST(Ipv6Layer, OnlyAFirstFragmentShowsWhatItCarries) {
  const Buffer question = udp(1, 53, example_query());
  EXPECT_EQ(in_ipv6(44, hex("11 00 0001 00000007") + question),
            "Ethernet|IPv6|IPv6 Extension Header - Fragmentation header|UDP|DNS");
  EXPECT_EQ(in_ipv6(44, hex("11 00 0509 00000007") + question),
            "Ethernet|IPv6|IPv6 Extension Header - Fragmentation header|Raw");
}

TEST(Ipv4View, ReadsTheHeader) {
  const Frame frame(
      ether(0x0800, ipv4(17, filler(8), {.header_words = 6, .fragment = 0x2003, .options = hex("94040000")})));
  const auto view = frame.packet().layer<layers::Ipv4>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->source().to_string(), "192.0.2.1");
  EXPECT_EQ(view->destination().to_string(), "198.51.100.2");
  EXPECT_EQ(view->protocol(), 17);
  EXPECT_EQ(view->time_to_live(), 64);
  EXPECT_EQ(view->total_length(), 32);
  EXPECT_TRUE(view->more_fragments());
  EXPECT_FALSE(view->dont_fragment());
  EXPECT_EQ(view->fragment_offset(), 24u);
  EXPECT_EQ(view->options().size(), 4u);
  EXPECT_EQ(view->payload().size(), 8u);
}

TEST(Ipv4View, IsNoneOfACutHeader) {
  const Frame frame(ether(0x0800, cut(ipv4(17, {}), 16)));
  EXPECT_TRUE(frame.packet().has(ND_LAYER_IP));
  EXPECT_FALSE(frame.packet().layer<layers::Ipv4>());
}

TEST(Ipv6View, ReadsTheHeader) {
  Buffer packet = ipv6(17, udp(1, 2, {}));
  packet[0] = 0x6a;
  packet[1] = 0xb1;
  packet[2] = 0x23;
  packet[3] = 0x45;
  const Frame frame(ether(0x86dd, packet));
  const auto view = frame.packet().layer<layers::Ipv6>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->source().to_string(), "2001:db8::1");
  EXPECT_EQ(view->destination().to_string(), "2001:db8::2");
  EXPECT_EQ(view->next_header(), 17);
  EXPECT_EQ(view->hop_limit(), 64);
  EXPECT_EQ(view->traffic_class(), 0xab);
  EXPECT_EQ(view->flow_label(), 0x12345u);
  EXPECT_EQ(view->payload_length(), 8);
}

}  // namespace
}  // namespace netdumplings
