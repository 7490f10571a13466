// PPP and what carries it, and Cisco HDLC.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

constexpr int ppp_link = 9;
constexpr int hdlc_link = 50;
constexpr int cisco_hdlc_link = 104;

Buffer ip() { return ipv4(17, udp(40000, 53, example_query())); }

TEST(PppLayer, LeadsToWhatItsProtocolSays) {
  EXPECT_EQ(chain(hex("0021") + ip(), ppp_link), "PPP Link Layer|IP|UDP|DNS");
  EXPECT_EQ(chain(hex("21") + ip(), ppp_link), "PPP Link Layer|IP|UDP|DNS") << "squeezed into one byte";
  EXPECT_EQ(chain(hex("0057") + ipv6(6, tcp(1, 2, {})), ppp_link), "PPP Link Layer|IPv6|TCP");
  EXPECT_EQ(chain(hex("00fd") + filler(9), ppp_link), "PPP Link Layer|Raw");
  EXPECT_EQ(chain(hex("00"), ppp_link), "Raw");
}

TEST(PppLayer, HdlcsFramingComesBeforeIt) {
  EXPECT_EQ(chain(hex("ff03 0021") + ip(), ppp_link), "HDLC|PPP Link Layer|IP|UDP|DNS");
  EXPECT_EQ(chain(hex("0f00 0021") + ip(), hdlc_link), "HDLC|PPP Link Layer|IP|UDP|DNS");
  EXPECT_EQ(in_ipv4(47, hex("3001 880b 0004 0001 00000001 ff03 0021") + ip()),
            "Ethernet|IP|GRE PPTP|HDLC|PPP Link Layer|IP|UDP|DNS");
}

TEST(PppLayer, ACaptureMaySayTheDirectionBeforeIt) {
  constexpr int with_direction_link = 204;
  EXPECT_EQ(chain(hex("00 0021") + ip(), with_direction_link), "DIR_PPP|PPP Link Layer|IP|UDP|DNS");
  EXPECT_EQ(chain(hex("01 ff03 0021") + ip(), with_direction_link), "DIR_PPP|HDLC|PPP Link Layer|IP|UDP|DNS");
  EXPECT_EQ(chain(hex("01"), with_direction_link), "DIR_PPP");
}

TEST(PppLayer, ControlProtocolsEndWhereTheirLengthSays) {
  EXPECT_EQ(chain(hex("c021 01 01 0008 0104 05d4") + zeros(9), ppp_link),
            "PPP Link Layer|PPP Link Control Protocol|Padding");
  EXPECT_EQ(chain(hex("c021 09 01 0008 01020304"), ppp_link), "PPP Link Layer|PPP Link Control Protocol");
  EXPECT_EQ(chain(hex("8021 01 01 000a 0306 00000000"), ppp_link), "PPP Link Layer|PPP_IPCP");
  EXPECT_EQ(chain(hex("8053 01 01 0008 01020304"), ppp_link), "PPP Link Layer|PPP_ECP");
  EXPECT_EQ(chain(hex("8053 01 01 0006 01020304"), ppp_link), "PPP Link Layer|PPP_ECP|Raw");
  EXPECT_EQ(chain(hex("c023 01 01 000a 02 6162 02 6364") + zeros(3), ppp_link),
            "PPP Link Layer|PPP Password Authentication Protocol|Padding");
  EXPECT_EQ(chain(hex("c223 01 01 000a 02 6162 6364 65"), ppp_link),
            "PPP Link Layer|PPP Challenge Handshake Authentication Protocol");
}

TEST(PppoeLayer, SessionsCarryPpp) {
  EXPECT_EQ(in_ether(0x8864, hex("11 00 0001 ffff 0021") + ip()),
            "Ethernet|PPP over Ethernet|PPP Link Layer|IP|UDP|DNS");
  EXPECT_EQ(in_ether(0x8864, hex("11 01 0001 0004") + filler(4)), "Ethernet|PPP over Ethernet|Raw");
}

TEST(PppoeLayer, DiscoveryHasTagsAndThenPadding) {
  EXPECT_EQ(in_ether(0x8863, hex("11 09 0000 0004 0101 0000") + zeros(36)),
            "Ethernet|PPP over Ethernet Discovery|PPPoE Tag List|Padding");
  EXPECT_EQ(in_ether(0x8863, hex("11 a7 0001 0000") + zeros(40)), "Ethernet|PPP over Ethernet Discovery|Padding");
}

TEST(CiscoHdlcLayer, LeadsToWhatItsProtocolSays) {
  EXPECT_EQ(chain(hex("0f00 0800") + ip(), cisco_hdlc_link), "Cisco HDLC|IP|UDP|DNS");
  EXPECT_EQ(chain(hex("0f00 86dd") + ipv6(6, tcp(1, 2, {})), cisco_hdlc_link), "Cisco HDLC|IPv6|TCP");
  EXPECT_EQ(chain(hex("0f00 8847 00010140") + ip(), cisco_hdlc_link), "Cisco HDLC|MPLS|IP|UDP|DNS");
  EXPECT_EQ(chain(hex("8f00 2000") + filler(9), cisco_hdlc_link), "Cisco HDLC|Raw");
  EXPECT_EQ(chain(hex("0f00 4242") + zeros(35), cisco_hdlc_link), "Cisco HDLC|Spanning Tree Protocol");
  EXPECT_EQ(chain(hex("0f00 08"), cisco_hdlc_link), "Raw");
  EXPECT_EQ(chain(hex("0f00"), cisco_hdlc_link), "Cisco HDLC");
}

TEST(CiscoHdlcLayer, BridgesFramesOfBothKinds) {
  EXPECT_EQ(chain(hex("0f00 6558") + ether(0x0806, arp(1)), cisco_hdlc_link), "Cisco HDLC|Ethernet|ARP");
  EXPECT_EQ(chain(hex("0f00 6558") + ether(3, hex("424203")), cisco_hdlc_link), "Cisco HDLC|802.3|LLC");
  EXPECT_EQ(chain(hex("0f00 6558") + zeros(12), cisco_hdlc_link), "Cisco HDLC|802.3");
  EXPECT_EQ(chain(hex("0f00 6558") + zeros(13), cisco_hdlc_link), "Cisco HDLC|Raw");
}

TEST(CiscoHdlcLayer, SlarpHasFieldsByItsType) {
  for (const std::size_t type : {0u, 1u, 2u}) {
    EXPECT_EQ(chain(hex("8f00 8035") + u32(type) + zeros(10), cisco_hdlc_link), "Cisco HDLC|SLARP");
    EXPECT_EQ(chain(hex("8f00 8035") + u32(type) + zeros(12), cisco_hdlc_link), "Cisco HDLC|SLARP|Raw");
    EXPECT_EQ(chain(hex("8f00 8035") + u32(type) + zeros(9), cisco_hdlc_link), "Cisco HDLC|Raw");
  }
  EXPECT_EQ(chain(hex("8f00 8035 00000003") + zeros(10), cisco_hdlc_link), "Cisco HDLC|SLARP|Raw");
}

}  // namespace
}  // namespace netdumplings
