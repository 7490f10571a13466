#include <netdumplings/layers/icmp.hpp>
#include <netdumplings/layers/icmpv6.hpp>
#include <netdumplings/layers/ipv4.hpp>
#include <netdumplings/layers/udp.hpp>

#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

const Buffer error_header = hex("0303 0000 00000000");

TEST(IcmpLayer, AnEchoCarriesItsData) {
  EXPECT_EQ(in_ipv4(1, hex("0800 0000 0001 0002") + filler(9)), "Ethernet|IP|ICMP|Raw");
  EXPECT_EQ(in_ipv4(1, hex("0000 0000 0001 0002")), "Ethernet|IP|ICMP");
}

TEST(IcmpLayer, HeadersDifferByType) {
  EXPECT_EQ(in_ipv4(1, hex("0d00 0000 0001 0002") + zeros(12)), "Ethernet|IP|ICMP");  // timestamp
  EXPECT_EQ(in_ipv4(1, hex("0d00 0000 0001 0002") + zeros(13)), "Ethernet|IP|ICMP|Raw");
  EXPECT_EQ(in_ipv4(1, hex("1100 0000 0001 0002 ffffff00")), "Ethernet|IP|ICMP");        // address mask
  EXPECT_EQ(in_ipv4(1, hex("0900 0000 00000000") + filler(8)), "Ethernet|IP|ICMP|Raw");  // router advertisement
}

TEST(IcmpLayer, ACutWithinAFieldIsNoIcmp) {
  EXPECT_EQ(in_ipv4(1, hex("0800 0000 0001 00")), "Ethernet|IP|Raw");
  EXPECT_EQ(in_ipv4(1, hex("0800 0000 0001")), "Ethernet|IP|ICMP");
}

TEST(IcmpLayer, ErrorsQuoteThePacketTheyAreAbout) {
  for (const char* const type : {"03", "04", "05", "0b", "0c"}) {
    EXPECT_EQ(in_ipv4(1, hex(type) + hex("00 0000 00000000") + ipv4(17, udp(1, 53, example_query()))),
              "Ethernet|IP|ICMP|IP in ICMP|UDP in ICMP|DNS");
  }
  EXPECT_EQ(in_ipv4(1, error_header + ipv4(6, tcp(1, 2, {}))), "Ethernet|IP|ICMP|IP in ICMP|TCP in ICMP");
  EXPECT_EQ(in_ipv4(1, error_header + ipv4(1, hex("0800 0000 0001 0001"))), "Ethernet|IP|ICMP|IP in ICMP|ICMP in ICMP");
  EXPECT_EQ(in_ipv4(1, error_header + ipv4(4, ipv4(17, udp(1, 2, {})))),
            "Ethernet|IP|ICMP|IP in ICMP|IP in ICMP|UDP in ICMP");
  EXPECT_EQ(in_ipv4(1, error_header + ipv4(132, zeros(12))), "Ethernet|IP|ICMP|IP in ICMP|SCTP in ICMP");
}

TEST(IcmpLayer, AQuoteOfEightBytesOfTcpIsTcpThatWasCut) {
  EXPECT_EQ(in_ipv4(1, error_header + ipv4(6, cut(tcp(1, 2, {}), 8), {.total_length = 60})),
            "Ethernet|IP|ICMP|IP in ICMP|TCP in ICMP");
}

TEST(IcmpLayer, ALaterFragmentThatIsQuotedIsRaw) {
  EXPECT_EQ(in_ipv4(1, error_header + ipv4(17, filler(20), {.fragment = 3})), "Ethernet|IP|ICMP|IP in ICMP|Raw");
}

TEST(Icmpv6Layer, IsNamedByItsType) {
  EXPECT_EQ(in_ipv6(58, hex("8000 0000 0001 0001") + filler(8)), "Ethernet|IPv6|ICMPv6 Echo Request");
  EXPECT_EQ(in_ipv6(58, hex("8100 0000 0001 0001")), "Ethernet|IPv6|ICMPv6 Echo Reply");
  EXPECT_EQ(in_ipv6(58, hex("8200 0000 0000 0000") + zeros(16)), "Ethernet|IPv6|MLD - Multicast Listener Query");
  EXPECT_EQ(in_ipv6(58, hex("8300 0000 0000 0000") + zeros(16)), "Ethernet|IPv6|MLD - Multicast Listener Report");
  EXPECT_EQ(in_ipv6(58, hex("8400 0000 0000 0000") + zeros(16)), "Ethernet|IPv6|MLD - Multicast Listener Done");
  EXPECT_EQ(in_ipv6(58, hex("9b00 0000") + filler(4)), "Ethernet|IPv6|RPL|Raw");
}

TEST(Icmpv6Layer, ATypeThatIsNotKnownOrAHeaderThatIsCutIsRaw) {
  EXPECT_EQ(in_ipv6(58, hex("c800 0000 0000 0000")), "Ethernet|IPv6|Raw");
  EXPECT_EQ(in_ipv6(58, hex("8000 0000 0001 00")), "Ethernet|IPv6|Raw");
}

TEST(Icmpv6Layer, AListenerQueryOf28BytesIsOfVersionTwo) {
  const Buffer query = hex("8200 0000 0000 0000") + zeros(16) + hex("00 00 0001");
  EXPECT_EQ(in_ipv6(58, query + zeros(16)), "Ethernet|IPv6|MLDv2 - Multicast Listener Query");
  EXPECT_EQ(in_ipv6(58, query + zeros(9)), "Ethernet|IPv6|Raw") << "half a source";
}

TEST(Icmpv6Layer, AListenerReportKeepsItsRecords) {
  EXPECT_EQ(in_ipv6(58, hex("8f00 0000 0000 0001") + filler(20)), "Ethernet|IPv6|MLDv2 - Multicast Listener Report");
  EXPECT_EQ(in_ipv6(58, hex("8f00 0000 0000 0000") + filler(20)),
            "Ethernet|IPv6|MLDv2 - Multicast Listener Report|Raw");
}

TEST(Icmpv6Layer, ErrorsQuoteThePacketTheyAreAbout) {
  EXPECT_EQ(in_ipv6(58, hex("0104 0000 00000000") + ipv6(17, udp(1, 53, example_query()))),
            "Ethernet|IPv6|ICMPv6 Destination Unreachable|IPv6 in ICMPv6|UDP in ICMP|DNS");
  EXPECT_EQ(in_ipv6(58, hex("0200 0000 00000500") + ipv6(6, tcp(1, 2, {}))),
            "Ethernet|IPv6|ICMPv6 Packet Too Big|IPv6 in ICMPv6|TCP in ICMP");
  EXPECT_EQ(in_ipv6(58, hex("0300 0000 00000000") + ipv6(58, hex("8000 0000 0001 0001"))),
            "Ethernet|IPv6|ICMPv6 Time Exceeded|IPv6 in ICMPv6|ICMPv6 Echo Request");
}

TEST(Icmpv6Layer, NeighbourDiscoveryGoesOnWithOptions) {
  const Buffer solicitation = hex("8700 0000 00000000") + zeros(16);
  const Buffer source = hex("0101 020000000001");
  EXPECT_EQ(in_ipv6(58, solicitation + source),
            "Ethernet|IPv6|ICMPv6 Neighbor Discovery - Neighbor Solicitation|"
            "ICMPv6 Neighbor Discovery Option - Source Link-Layer Address");
  EXPECT_EQ(in_ipv6(58, hex("8600 0000 40000708 00000000 00000000") + source + hex("0501 0000 000005dc")),
            "Ethernet|IPv6|ICMPv6 Neighbor Discovery - Router Advertisement|"
            "ICMPv6 Neighbor Discovery Option - Source Link-Layer Address|ICMPv6 Neighbor Discovery Option - MTU");
  EXPECT_EQ(in_ipv6(58, solicitation + hex("0e01 000000000000")),
            "Ethernet|IPv6|ICMPv6 Neighbor Discovery - Neighbor Solicitation|Raw");
}

TEST(Icmpv6Layer, EachOptionIsALayerOfItsOwnSize) {
  const Frame frame(
      ether(0x86dd, ipv6(58, hex("8500 0000 00000000") + hex("0101 020000000001") + hex("0501 0000 000005dc"))));
  const auto source = frame.packet().first(ND_LAYER_ND_OPT_SOURCE_LINK_ADDRESS);
  ASSERT_TRUE(source);
  EXPECT_EQ(source->bytes.size(), 8u);
}

TEST(Icmpv6Layer, OptionsWithListsNeedWholeAddresses) {
  const Buffer advertisement = hex("8600 0000 40000708 00000000 00000000");
  const std::string head = "Ethernet|IPv6|ICMPv6 Neighbor Discovery - Router Advertisement|";
  EXPECT_EQ(in_ipv6(58, advertisement + hex("1903 0000 00000064") + zeros(16)),
            head + "ICMPv6 Neighbor Discovery Option - Recursive DNS Server Option");
  EXPECT_EQ(in_ipv6(58, advertisement + hex("1903 0000 00000064") + zeros(10)), head + "Raw");
}

TEST(Icmpv6Layer, NodeInformationIsNamedByItsQuestion) {
  const Buffer nonce = zeros(8);
  EXPECT_EQ(in_ipv6(58, hex("8b01 0000 0002 0000") + nonce + text("host")),
            "Ethernet|IPv6|ICMPv6 Node Information Query - IPv6 Name Query");
  EXPECT_EQ(in_ipv6(58, hex("8c00 0000 0004 0000") + nonce + zeros(8)),
            "Ethernet|IPv6|ICMPv6 Node Information Reply - IPv4 addresses");
  EXPECT_EQ(in_ipv6(58, hex("8c01 0000 0000 0000") + nonce),
            "Ethernet|IPv6|ICMPv6 Node Information Reply - Responder refuses to supply answer");
}

TEST(IcmpView, ReadsTypesAndEchoes) {
  const Frame echo(ether(0x0800, ipv4(1, hex("0800 0000 0007 0009"))));
  const auto view = echo.packet().layer<layers::Icmp>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->type(), layers::Icmp::echo_request);
  EXPECT_EQ(view->id(), 7);
  EXPECT_EQ(view->sequence(), 9);
  const Frame error(ether(0x0800, ipv4(1, error_header + ipv4(17, udp(7, 8, {})))));
  EXPECT_EQ(error.packet().layer<layers::Icmp>()->code(), 3);
  EXPECT_FALSE(error.packet().layer<layers::Icmp>()->id());
}

TEST(IcmpView, WhatIsQuotedCanBeReadWithTheUsualViews) {
  const Frame error(ether(0x0800, ipv4(1, error_header + ipv4(17, udp(7, 8, {})))));
  const auto quoted = error.packet().first(ND_LAYER_UDP_IN_ICMP);
  ASSERT_TRUE(quoted);
  EXPECT_EQ(layers::Udp::of(*quoted)->destination_port(), 8);
  EXPECT_FALSE(error.packet().layer<layers::Udp>()) << "the packet itself has no UDP";
}

TEST(Icmpv6View, ReadsTypesEchoesAndTargets) {
  const Frame echo(ether(0x86dd, ipv6(58, hex("8100 0000 0007 0009"))));
  EXPECT_EQ(echo.packet().layer<layers::Icmpv6>()->sequence(), 9);
  EXPECT_FALSE(echo.packet().layer<layers::Icmpv6>()->target());
  const Frame solicitation(ether(0x86dd, ipv6(58, hex("8700 0000 00000000 fe80000000000000 0000000000000005"))));
  EXPECT_EQ(solicitation.packet().layer<layers::Icmpv6>()->target()->to_string(), "fe80::5");
}

}  // namespace
}  // namespace netdumplings
