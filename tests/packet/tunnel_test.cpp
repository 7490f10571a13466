// SCTP's chunks, GRE, and what has a file of its own nowhere else: ERSPAN, Geneve, EtherIP.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

std::string in_sctp(const Buffer& chunks) { return in_ipv4(132, hex("1000 2000 00000001 00000002") + chunks); }

const Buffer data_of_five = hex("00 03 0015 00000001 0001 0002 00000000") + text("hello") + zeros(3);

TEST(SctpLayer, ChunksAreLayersOneAfterTheOther) {
  EXPECT_EQ(in_sctp(data_of_five + data_of_five + hex("0300 0010 00000001 00001000 0000 0000")),
            "Ethernet|IP|SCTP|SCTPChunkData|SCTPChunkData|SCTPChunkSACK");
  EXPECT_EQ(in_sctp(hex("0a00 0008 01020304 0b00 0004")), "Ethernet|IP|SCTP|SCTPChunkCookieEcho|SCTPChunkCookieAck");
  EXPECT_EQ(in_sctp(hex("0700 0008 00000001")), "Ethernet|IP|SCTP|SCTPChunkShutdown");
}

struct SctpChunk {
  std::size_t type;
  std::string name;
  std::size_t fields;      // bytes of the fields after the chunk's first four bytes
  std::size_t last_field;  // the bytes of the last one
  std::size_t rest;        // bytes that come after the fields
  std::size_t padding;
};
const std::vector<SctpChunk> sctp_chunks = {
    {0, "Data", 12, 4, 5, 3},
    {1, "Init", 16, 4, 8, 0},
    {2, "InitAck", 16, 4, 8, 0},
    {3, "SACK", 12, 2, 0, 0},
    {4, "HeartbeatReq", 0, 0, 8, 0},
    {5, "HeartbeatAck", 0, 0, 8, 0},
    {6, "Abort", 0, 0, 5, 3},
    {7, "Shutdown", 4, 4, 0, 0},
    {8, "ShutdownAck", 0, 0, 0, 0},
    {9, "Error", 0, 0, 5, 3},
    {10, "CookieEcho", 0, 0, 5, 3},
    {11, "CookieAck", 0, 0, 0, 0},
    {14, "ShutdownComplete", 0, 0, 0, 0},
    {15, "Authentication", 4, 2, 5, 3},
    {0x80, "AddressConfAck", 4, 4, 8, 0},
    {0xc1, "AddressConf", 4, 4, 8, 0},
};

TEST(SctpLayer, EveryChunkEndsWhereTheNextBegins) {
  for (const SctpChunk& chunk : sctp_chunks) {
    const Buffer head = u8(chunk.type) + hex("00") + u16(4 + chunk.fields + chunk.rest);
    const std::string name = "Ethernet|IP|SCTP|SCTPChunk" + chunk.name;
    EXPECT_EQ(in_sctp(head + zeros(chunk.fields + chunk.rest + chunk.padding) + hex("0b00 0004")),
              name + "|SCTPChunkCookieAck");
    if (chunk.last_field == 0) continue;
    EXPECT_EQ(in_sctp(head + zeros(chunk.fields - 1)), "Ethernet|IP|SCTP|Raw") << chunk.name;
  }
}

TEST(SctpLayer, AChunkHasItsDataAndNotTheNextChunk) {
  const Frame frame(ether(0x0800, ipv4(132, hex("1000 2000 00000001 00000002") + data_of_five + data_of_five)));
  const auto data = frame.packet().first(ND_LAYER_SCTP_DATA);
  ASSERT_TRUE(data);
  EXPECT_EQ(data->header.size(), 16u);
  EXPECT_EQ(data->payload.size(), 8u) << "with its padding";
}

TEST(SctpLayer, LessThanAChunkHeaderIsPadding) {
  EXPECT_EQ(in_sctp(hex("0b00 0004 000000")), "Ethernet|IP|SCTP|SCTPChunkCookieAck|Padding");
}

TEST(SctpLayer, ChunksThatAreNotKnownAreRaw) { EXPECT_EQ(in_sctp(hex("ff00 0008 01020304")), "Ethernet|IP|SCTP|Raw"); }

TEST(SctpLayer, ALengthThatLiesIsBounded) {
  EXPECT_EQ(in_sctp(hex("00 03 ffff 00000001 0001 0002 00000000") + text("hello")), "Ethernet|IP|SCTP|SCTPChunkData");
  EXPECT_EQ(in_sctp(hex("0300 0010 00000001 00001000 ffff ffff") + zeros(8)), "Ethernet|IP|SCTP|SCTPChunkSACK");
  EXPECT_EQ(in_sctp(hex("0300 0010 00000001 00001000 ffff ffff") + zeros(7)), "Ethernet|IP|SCTP|Raw") << "half a block";
}

TEST(SctpLayer, AHeaderCutBetweenFieldsCounts) {
  for (const std::size_t size : {2u, 4u, 8u}) EXPECT_EQ(in_ipv4(132, zeros(size)), "Ethernet|IP|SCTP");
  EXPECT_EQ(in_ipv4(132, zeros(9)), "Ethernet|IP|Raw");
}

TEST(GreLayer, LeadsToWhatItsProtocolSays) {
  EXPECT_EQ(in_ipv4(47, hex("0000 0800") + ipv4(6, tcp(1, 2, {}))), "Ethernet|IP|GRE|IP|TCP");
  EXPECT_EQ(in_ipv4(47, hex("0000 86dd") + ipv6(6, tcp(1, 2, {}))), "Ethernet|IP|GRE|IPv6|TCP");
  EXPECT_EQ(in_ipv4(47, hex("0000 0806") + arp(2)), "Ethernet|IP|GRE|ARP");
  EXPECT_EQ(in_ipv4(47, hex("0000 6558") + ether(0x0806, arp(1))), "Ethernet|IP|GRE|Ethernet|ARP");
  EXPECT_EQ(in_ipv4(47, hex("0000 88cc") + filler(20)), "Ethernet|IP|GRE|Raw");
}

TEST(GreLayer, FlagsMakeTheHeaderLonger) {
  EXPECT_EQ(in_ipv4(47, hex("b000 0800 0000 0000 00000001 00000002") + ipv4(17, udp(1, 2, {}))),
            "Ethernet|IP|GRE|IP|UDP");
  EXPECT_EQ(in_ipv4(47, hex("b000 0800 0000 0000 00000001 0000")), "Ethernet|IP|Raw")
      << "cut within the sequence number";
  EXPECT_EQ(in_ipv4(47, hex("b000 0800 0000 0000 00000001")), "Ethernet|IP|GRE");
}

TEST(GreLayer, RoutesComeBeforeThePacket) {
  EXPECT_EQ(in_ipv4(47, hex("4000 0800 0000 0000  0002 00 04 01020304  0000 00 00") + filler(8)),
            "Ethernet|IP|GRE|GRE routing information|GRE routing information|Raw");
}

TEST(GreLayer, PptpHasAHeaderOfItsOwn) {
  const Buffer header = hex("3081 880b 0004 0001 00000001 00000002");
  EXPECT_EQ(in_ipv4(47, header), "Ethernet|IP|GRE PPTP");
}

TEST(ErspanLayer, TypeOneHasNoHeaderAndNoSequenceNumber) {
  const Frame frame(ether(0x0800, ipv4(47, hex("0000 88be") + ether(0x0806, arp(1)))));
  EXPECT_EQ(frame.chain(), "Ethernet|IP|GRE|ERSPAN I|Ethernet|ARP");
  const auto erspan = frame.packet().first(ND_LAYER_ERSPAN_I);
  ASSERT_TRUE(erspan);
  EXPECT_EQ(erspan->header.size(), 0u);
  EXPECT_EQ(erspan->payload.size(), 42u);
}

TEST(ErspanLayer, TypeTwoHasEightBytes) {
  const Buffer gre = hex("1000 88be 00000001");
  EXPECT_EQ(in_ipv4(47, gre + hex("1005 0007 00000000") + ether(0x0806, arp(1))),
            "Ethernet|IP|GRE|ERSPAN II|Ethernet|ARP");
  EXPECT_EQ(in_ipv4(47, gre + hex("1005 0007 0000")), "Ethernet|IP|GRE|Raw");
  EXPECT_EQ(in_ipv4(47, gre + hex("1005 0007")), "Ethernet|IP|GRE|ERSPAN II");
}

TEST(ErspanLayer, TypeThreeSaysWhatItCarries) {
  const Buffer head = hex("1000 22eb 00000001  2005 0007 00000000 0000");
  EXPECT_EQ(in_ipv4(47, head + hex("0000") + ether(0x0806, arp(1))), "Ethernet|IP|GRE|ERSPAN III|Ethernet|ARP");
  EXPECT_EQ(in_ipv4(47, head + hex("0800") + ipv4(6, tcp(1, 2, {}))), "Ethernet|IP|GRE|ERSPAN III|IP|TCP");
  EXPECT_EQ(in_ipv4(47, head + hex("0800") + ipv6(6, tcp(1, 2, {}))), "Ethernet|IP|GRE|ERSPAN III|IPv6|TCP");
  EXPECT_EQ(in_ipv4(47, head + hex("0001 00000000 00000000") + ether(0x0806, arp(1))),
            "Ethernet|IP|GRE|ERSPAN III|PlatformSpecific|Ethernet|ARP");
  EXPECT_EQ(in_ipv4(47, head + hex("0001 00000000 000000")), "Ethernet|IP|GRE|ERSPAN III|Raw");
  EXPECT_EQ(in_ipv4(47, head + hex("00")), "Ethernet|IP|GRE|Raw");
}

TEST(GeneveLayer, OptionsBelongToItsHeader) {
  const Buffer inner = ether(0x0806, arp(1));
  EXPECT_EQ(in_udp(40000, 6081, hex("00 00 6558 000005 00") + inner), "Ethernet|IP|UDP|GENEVE|Ethernet|ARP");
  const Frame frame(
      ether(0x0800, ipv4(17, udp(1, 6081, hex("02 40 6558 000005 00 0102 03 01 01020304") + ether(0x0806, arp(1))))));
  EXPECT_EQ(frame.chain(), "Ethernet|IP|UDP|GENEVE|Ethernet|ARP");
  EXPECT_EQ(frame.packet().first(ND_LAYER_GENEVE)->header.size(), 16u);
  EXPECT_EQ(in_udp(1, 6081, hex("3f 00 6558 000005 00") + filler(100)), "Ethernet|IP|UDP|GENEVE")
      << "options that say they are longer than the packet";
}

TEST(GeneveLayer, LeadsToEthernetAndIp) {
  const Buffer rest = hex("000005 00");
  EXPECT_EQ(in_udp(1, 6081, hex("00 00 0800") + rest + ipv4(6, tcp(1, 2, {}))), "Ethernet|IP|UDP|GENEVE|IP|TCP");
  EXPECT_EQ(in_udp(1, 6081, hex("00 00 86dd") + rest + ipv6(6, tcp(1, 2, {}))), "Ethernet|IP|UDP|GENEVE|IPv6|TCP");
  EXPECT_EQ(in_udp(1, 6081, hex("00 00 894f") + rest + filler(8)), "Ethernet|IP|UDP|GENEVE|Raw");
  EXPECT_EQ(in_udp(1, 6081, hex("00 00 0800 0000")), "Ethernet|IP|UDP|Raw") << "cut within its number";
  EXPECT_EQ(in_udp(6081, 1, hex("00 00 0800") + rest + ipv4(6, tcp(1, 2, {}))), "Ethernet|IP|UDP|Raw")
      << "answers come from any port";
}

TEST(EtherIpLayer, CarriesAFrame) {
  EXPECT_EQ(in_ipv4(97, hex("3000") + ether(0x0806, arp(1))), "Ethernet|IP|EtherIP / RFC 3378|Ethernet|ARP");
  EXPECT_EQ(in_ipv6(97, hex("3000") + ether(0x0806, arp(1))), "Ethernet|IPv6|EtherIP / RFC 3378|Ethernet|ARP");
  EXPECT_EQ(in_ipv4(97, hex("30")), "Ethernet|IP|Raw");
  EXPECT_EQ(in_ipv4(97, hex("3000") + ether(0x0806, arp(1)), {.fragment = 9}), "Ethernet|IP|Raw");
}

TEST(GreLayer, LessThanFourBytesAreNone) { EXPECT_EQ(in_ipv4(47, hex("0000 08")), "Ethernet|IP|Raw"); }

}  // namespace
}  // namespace netdumplings
