// What a packet says about its connection.
#include "connection/innermost.hpp"

#include <gtest/gtest.h>

#include "packet/frames.hpp"

namespace netdumplings::connection {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

// Keeps the frame, as what is found has views of it.
struct Found {
  explicit Found(const Buffer& bytes, std::size_t missing = 0, int link_type = ethernet_link)
      : frame(bytes, link_type, missing), what(find_innermost(frame.packet().raw())) {}
  const Innermost* operator->() const { return &what.value(); }

  Frame frame;
  std::optional<Innermost> what;
};

std::string ends_text(const Ends& ends) {
  std::string text = std::to_string(ends.protocol) + " " + ends.source.to_string();
  if (ends.has_ports) text += " " + std::to_string(ends.source_port);
  text += " > " + ends.destination.to_string();
  if (ends.has_ports) text += " " + std::to_string(ends.destination_port);
  return text;
}
std::string ends_of(const Buffer& bytes) { return ends_text(Found(bytes)->ends); }

const std::string tcp_ends = "6 192.0.2.1 40000 > 198.51.100.2 80";
const Buffer tcp_packet = ipv4(6, tcp(40000, 80, filler(10)));
const Buffer outer_addresses = hex("0a000001 0a000002");

// An IPv4 header between 10.0.0.1 and 10.0.0.2, unlike that of frames.hpp.
Buffer outer_ipv4(std::size_t protocol, const Buffer& payload) {
  return hex("4500") + u16(20 + payload.size()) + hex("0001 0000 40") + u8(protocol) + hex("0000") + outer_addresses +
         payload;
}

std::string tunnel_text(const Tunnel& tunnel) {
  return std::string(name_of(tunnel.kind)) + (tunnel.id ? " " + std::to_string(*tunnel.id) : "") + " " +
         tunnel.source.to_string() + " > " + tunnel.destination.to_string();
}

TEST(InnermostEnds, AreAddressesAndPortsOfTcpUdpAndSctp) {
  EXPECT_EQ(ends_of(ether(0x0800, tcp_packet)), tcp_ends);
  EXPECT_EQ(ends_of(ether(0x0800, ipv4(17, udp(1, 2, filler(4))))), "17 192.0.2.1 1 > 198.51.100.2 2");
  EXPECT_EQ(ends_of(ether(0x0800, ipv4(132, u16(3) + u16(4) + zeros(8)))), "132 192.0.2.1 3 > 198.51.100.2 4");
  EXPECT_EQ(ends_of(ether(0x0800, ipv4(89, filler(30)))), "89 192.0.2.1 > 198.51.100.2");
  EXPECT_EQ(ends_of(ether(0x86dd, ipv6(17, udp(1, 2, {})))), "17 2001:db8::1 1 > 2001:db8::2 2");
}

TEST(InnermostEnds, AreNoneWithoutAWholeIpHeader) {
  EXPECT_FALSE(Found(ether(0x0806, arp(1))).what);
  EXPECT_FALSE(Found(ether(0x0800, cut(tcp_packet, 19))).what);
  EXPECT_FALSE(Found({}).what);
}

TEST(InnermostEnds, ComeAfterExtensionHeaders) {
  const Buffer headers = hex("2b00 0104 00000000") + hex("3c00 0200 00000000") + hex("0600 0104 00000000");
  const Found found(ether(0x86dd, ipv6(0, headers + tcp(40000, 80, filler(10)))));
  EXPECT_EQ(ends_text(found->ends), "6 2001:db8::1 40000 > 2001:db8::2 80");
  EXPECT_EQ(found->payload.size(), 10u);
  EXPECT_EQ(found->payload_length, 10u);
  EXPECT_EQ(found->ip_bytes, 40u + 24 + 20 + 10);
}

TEST(InnermostPayload, EndsWhereIpSaysAndNotAtThePadding) {
  const Found found(ether(0x0800, ipv4(6, tcp(40000, 80, {})) + zeros(6)));
  EXPECT_EQ(found->payload_length, 0u);
  EXPECT_TRUE(found->payload.empty());
  EXPECT_EQ(found->ip_bytes, 40u);
  EXPECT_EQ(Found(ether(0x0800, ipv4(17, udp(1, 2, filler(6), 8 + 4))))->payload_length, 4u) << "UDP's length";
}

TEST(InnermostPayload, IsCountedAsItWasOnTheWire) {
  const Buffer whole = ether(0x0800, ipv4(6, tcp(40000, 80, filler(1000))));
  const Found found(cut(whole, 96), whole.size() - 96);
  EXPECT_EQ(found->payload_length, 1000u);
  EXPECT_EQ(found->payload.size(), 96u - 54);
  EXPECT_EQ(found->payload_offset, 54u);
  EXPECT_EQ(found->ip_bytes, 1040u);
  const Found ports_only(cut(whole, 14 + 20 + 5), whole.size() - 39);
  EXPECT_EQ(ends_text(ports_only->ends), tcp_ends) << "though scapy has no TCP layer here";
  EXPECT_FALSE(ports_only->tcp);
  EXPECT_EQ(ports_only->payload_length, 0u);
}

TEST(InnermostPayload, OfASegmentThatTheCardCutsUpIsAllThatIsThere) {
  const Found found(ether(0x0800, ipv4(6, tcp(40000, 80, filler(3000)), {.total_length = 0})));
  EXPECT_EQ(found->payload_length, 3000u);
  EXPECT_EQ(found->ip_bytes, 3040u);
  const Buffer whole = ether(0x0800, ipv4(6, tcp(40000, 80, filler(3000)), {.total_length = 0}));
  EXPECT_EQ(Found(cut(whole, 100), whole.size() - 100)->payload_length, 3000u);
}

TEST(InnermostPayload, IsNeverLongerThanTheWire) {
  const Found found(ether(0x0800, ipv4(6, tcp(40000, 80, filler(10)), {.total_length = 60000})));
  EXPECT_EQ(found->payload_length, 10u);
  EXPECT_EQ(Found(ether(0x0800, ipv4(6, tcp(40000, 80, filler(10), 15))))->payload_length, 0u) << "the header lies";
}

TEST(InnermostTcp, HasTheHeadersFields) {
  const Buffer syn = u16(40000) + u16(80) + hex("01020304 00000000 80 02 2000 0000 0000") +
                     hex("0101 0303 07 00 0101") + hex("020405b4");
  const Found found(ether(0x0800, ipv4(6, syn)));
  ASSERT_TRUE(found->tcp);
  EXPECT_EQ(found->tcp->sequence, 0x01020304u);
  EXPECT_EQ(found->tcp->window, 0x2000);
  EXPECT_TRUE(found->tcp->syn());
  EXPECT_FALSE(found->tcp->ack());
  EXPECT_EQ(found->tcp->window_scale, 7);
}

TEST(InnermostVlans, AreAllOfAPacketWithoutPriorityTags) {
  const Found found(ether(0x88a8, hex("2005 8100") + hex("0000 8100") + hex("0064 0800") + tcp_packet));
  ASSERT_EQ(found->vlans.count, 2);
  EXPECT_EQ(found->vlans.all()[0], 5);
  EXPECT_EQ(found->vlans.all()[1], 100);
  Buffer deep;
  for (int i = 0; i < 9; ++i) deep = deep + hex("0007 8100");
  EXPECT_EQ(Found(ether(0x8100, deep + hex("0007 0800") + tcp_packet))->vlans.count, most_vlans);
}

struct TunnelCase {
  std::string name;
  Buffer frame;
  std::string tunnel;
  Network network;
};
const Buffer vxlan_header = hex("08000000 00002a00");
const std::vector<TunnelCase> tunnel_cases = {
    {"none", ether(0x0800, tcp_packet), "  > ", {}},
    {"IP in IP", ether(0x0800, outer_ipv4(4, tcp_packet)), "ip 10.0.0.1 > 10.0.0.2", {}},
    {"GRE", ether(0x0800, outer_ipv4(47, hex("0000 0800") + tcp_packet)), "gre 10.0.0.1 > 10.0.0.2", {}},
    {"GRE with a key",
     ether(0x0800, outer_ipv4(47, hex("a000 0800 0000 0000 00000007") + tcp_packet)),
     "gre 7 10.0.0.1 > 10.0.0.2",
     {TunnelKind::gre, 7}},
    {"VXLAN",
     ether(0x0800, outer_ipv4(17, udp(50000, 4789, vxlan_header + ether(0x0800, tcp_packet)))),
     "vxlan 42 10.0.0.1 > 10.0.0.2",
     {TunnelKind::vxlan, 42}},
    {"IP in IP in VXLAN",
     ether(0x0800, outer_ipv4(17, udp(50000, 4789, vxlan_header + ether(0x0800, outer_ipv4(4, tcp_packet))))),
     "ip 10.0.0.1 > 10.0.0.2",
     {TunnelKind::vxlan, 42}},
    {"ERSPAN",
     ether(0x0800, outer_ipv4(47, hex("1000 88be 00000001 1000 0403 00000000") + ether(0x0800, tcp_packet))),
     "erspan 3 10.0.0.1 > 10.0.0.2",
     {}},
    {"Geneve",
     ether(0x0800, outer_ipv4(17, udp(50000, 6081, hex("0000 6558 00002a00") + ether(0x0800, tcp_packet)))),
     "geneve 42 10.0.0.1 > 10.0.0.2",
     {TunnelKind::geneve, 42}},
    {"GTP-U",
     ether(0x0800,
           outer_ipv4(17, udp(2152, 2152, hex("30 ff") + u16(tcp_packet.size()) + hex("00000099") + tcp_packet))),
     "gtp-u 153 10.0.0.1 > 10.0.0.2",
     {}},
    {"MPLS", ether(0x8847, hex("00010040 00020140") + tcp_packet), "mpls 32  > ", {}},
    {"PPPoE",
     ether(0x8864, hex("1100 0009") + u16(2 + tcp_packet.size()) + hex("0021") + tcp_packet),
     "pppoe 9  > ",
     {}},
    {"L2TP",
     ether(0x0800, outer_ipv4(17, udp(1701, 1701, hex("0002 0003 0004 0021") + tcp_packet))),
     "l2tp 4 10.0.0.1 > 10.0.0.2",
     {}},
};

TEST(InnermostTunnel, SaysWhatThePacketIsIn) {
  for (const TunnelCase& tunnel : tunnel_cases) {
    const Found found(tunnel.frame);
    ASSERT_TRUE(found.what) << tunnel.name;
    EXPECT_EQ(ends_text(found->ends), tcp_ends) << tunnel.name << ": " << found.frame.chain();
    EXPECT_EQ(tunnel_text(found->tunnel), tunnel.tunnel) << tunnel.name;
    EXPECT_EQ(found->network, tunnel.network) << tunnel.name;
    EXPECT_EQ(found->payload_length, 10u) << tunnel.name;
    EXPECT_EQ(found->ip_bytes, tcp_packet.size()) << tunnel.name;
  }
}

TEST(InnermostTunnel, SixInFourHasAnotherName) {
  const Found found(ether(0x0800, outer_ipv4(41, ipv6(6, tcp(1, 2, {})))));
  EXPECT_EQ(tunnel_text(found->tunnel), "6in4 10.0.0.1 > 10.0.0.2");
  EXPECT_EQ(ends_text(found->ends), "6 2001:db8::1 1 > 2001:db8::2 2");
}

TEST(InnermostTunnel, CountsOnlyIfItCarriesIp) {
  const Found found(ether(0x0800, outer_ipv4(17, udp(50000, 4789, vxlan_header + ether(0x0806, arp(1))))));
  EXPECT_EQ(ends_text(found->ends), "17 10.0.0.1 50000 > 10.0.0.2 4789");
  EXPECT_EQ(found->tunnel, Tunnel{});
  EXPECT_EQ(found->network, Network{});
}

TEST(InnermostIcmp, HasTheIdOfAnEcho) {
  const Found found(ether(0x0800, ipv4(1, hex("0800 0000 1234 0001") + filler(20))));
  ASSERT_TRUE(found->icmp);
  EXPECT_EQ(found->icmp->type, 8);
  EXPECT_EQ(found->icmp->id, 0x1234);
  EXPECT_EQ(found->payload_length, 20u);
  EXPECT_EQ(Found(ether(0x86dd, ipv6(58, hex("8100 0000 1234 0001"))))->icmp->id, 0x1234);
  EXPECT_FALSE(Found(ether(0x86dd, ipv6(58, hex("8500 0000 0000 0000"))))->icmp->id) << "a router solicitation";
}

TEST(InnermostIcmp, QuotesTheEndsOfThePacketThatFailed) {
  const Buffer quoted = cut(outer_ipv4(17, udp(4000, 53, filler(30))), 28);
  const Found found(ether(0x0800, ipv4(1, hex("0303 0000 00000000") + quoted)));
  EXPECT_EQ(ends_text(found->ends), "1 192.0.2.1 > 198.51.100.2") << "the error's own ends";
  ASSERT_TRUE(found->icmp && found->icmp->quoted);
  EXPECT_EQ(ends_text(found->icmp->quoted->ends), "17 10.0.0.1 4000 > 10.0.0.2 53");
}

TEST(InnermostIcmp, QuotesAPingWithItsId) {
  const Found found(ether(0x0800, ipv4(1, hex("0b00 0000 00000000") + outer_ipv4(1, hex("0800 0000 0077 0001")))));
  ASSERT_TRUE(found->icmp && found->icmp->quoted);
  EXPECT_EQ(found->icmp->quoted->icmp_type, 8);
  EXPECT_EQ(found->icmp->quoted->icmp_id, 0x77);
}

TEST(InnermostIcmp, QuotesPacketsWithExtensionHeadersAndFragments) {
  const Buffer first = ipv6(0, hex("2c00 0104 00000000") + hex("1100 0001 00000009") + udp(4000, 53, filler(9)));
  const Found found(ether(0x86dd, ipv6(58, hex("0104 0000 00000000") + first)));
  ASSERT_TRUE(found->icmp && found->icmp->quoted);
  EXPECT_EQ(ends_text(found->icmp->quoted->ends), "17 2001:db8::1 4000 > 2001:db8::2 53");
  const Buffer later = ipv6(44, hex("1100 0011 00000009") + udp(4000, 53, filler(9)));
  EXPECT_EQ(ends_text(Found(ether(0x86dd, ipv6(58, hex("0104 0000 00000000") + later)))->icmp->quoted->ends),
            "17 2001:db8::1 > 2001:db8::2");
}

TEST(InnermostIcmp, DoesNotTakeAQuotedPacketForThePacket) {
  const Buffer quoted = ipv6(41, ipv6(6, tcp(1, 2, {})));
  EXPECT_EQ(ends_of(ether(0x86dd, ipv6(58, hex("0104 0000 00000000") + quoted))), "58 2001:db8::1 > 2001:db8::2");
}

TEST(InnermostFragment, HasNoPortsAndSaysWhereItsDataBelongs) {
  const Found first(ether(0x0800, ipv4(17, udp(1, 2, filler(8)), {.fragment = 0x2000})));
  ASSERT_TRUE(first->fragment);
  EXPECT_FALSE(first->ends.has_ports);
  EXPECT_EQ(first->fragment->id, 1u);
  EXPECT_TRUE(first->fragment->more);
  EXPECT_EQ(first->fragment->header.size(), 20u);
  EXPECT_EQ(first->fragment->data.size(), 16u);
  const Found last(ether(0x0800, ipv4(17, filler(5), {.fragment = 2}) + zeros(20)));
  ASSERT_TRUE(last->fragment);
  EXPECT_EQ(last->fragment->offset, 16u);
  EXPECT_FALSE(last->fragment->more);
  EXPECT_EQ(last->fragment->length, 5u);
  EXPECT_EQ(last->fragment->data.size(), 5u) << "without padding";
}

TEST(InnermostFragment, OfIpv6HasTheHeadersBeforeTheFragmentHeader) {
  const Buffer options = hex("2c00 0104 00000000");
  const Found found(ether(0x86dd, ipv6(0, options + hex("1100 0011 12345678") + filler(24))));
  ASSERT_TRUE(found->fragment);
  EXPECT_EQ(found->fragment->id, 0x12345678u);
  EXPECT_EQ(found->fragment->offset, 16u);
  EXPECT_TRUE(found->fragment->more);
  EXPECT_EQ(found->fragment->header.size(), 48u);
  EXPECT_EQ(found->fragment->next_header_at, 40u);
  EXPECT_EQ(found->fragment->protocol, 17);
  EXPECT_EQ(found->ends.protocol, 17);
  EXPECT_EQ(found->fragment->length, 24u);
}

TEST(InnermostFragment, AloneIsAWholeDatagram) {
  const Found found(ether(0x86dd, ipv6(44, hex("1100 0000 12345678") + udp(1, 2, filler(3)))));
  EXPECT_FALSE(found->fragment);
  EXPECT_EQ(ends_text(found->ends), "17 2001:db8::1 1 > 2001:db8::2 2");
}

TEST(InnermostFragment, OutsideATunnelHidesWhatIsInIt) {
  const Buffer first = outer_ipv4(4, tcp_packet);
  Buffer fragment = first;
  fragment[6] = 0x20;
  const Found found(ether(0x0800, fragment));
  ASSERT_TRUE(found->fragment);
  EXPECT_EQ(ends_text(found->ends), "4 10.0.0.1 > 10.0.0.2");
}

TEST(InnermostAround, GivesADatagramTheVlansAndTheTunnelOfItsFragments) {
  const Buffer inside = hex("0005 0800") + ipv4(17, filler(8), {.fragment = 0x2000});
  const Found last(ether(0x0800, outer_ipv4(17, udp(50000, 4789, vxlan_header + ether(0x8100, inside)))));
  ASSERT_TRUE(last->fragment);
  const Frame whole(ipv4(17, udp(1, 2, filler(8))), 228);
  const auto found = find_innermost(whole.packet().raw(), &last.what.value());
  ASSERT_TRUE(found);
  EXPECT_EQ(ends_text(found->ends), "17 192.0.2.1 1 > 198.51.100.2 2");
  EXPECT_EQ(tunnel_text(found->tunnel), "vxlan 42 10.0.0.1 > 10.0.0.2");
  EXPECT_EQ(found->network, (Network{TunnelKind::vxlan, 42}));
  ASSERT_EQ(found->vlans.count, 1);
}

}  // namespace
}  // namespace netdumplings::connection
