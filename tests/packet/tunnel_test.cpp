// SCTP's chunks and GRE.
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
  EXPECT_EQ(in_ipv4(47, hex("0000 88be") + filler(20)), "Ethernet|IP|GRE|Raw");
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

TEST(GreLayer, LessThanFourBytesAreNone) { EXPECT_EQ(in_ipv4(47, hex("0000 08")), "Ethernet|IP|Raw"); }

}  // namespace
}  // namespace netdumplings
