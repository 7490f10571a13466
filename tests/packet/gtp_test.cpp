// GTP-U: its header, extension headers, and what it carries.
#include <netdumplings/layers/gtp.hpp>

#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

Buffer user_packet() { return ipv4(6, tcp(1, 2, {})); }
std::string in_gtp_port(const Buffer& message) {
  const std::string around = "Ethernet|IP|UDP";
  const std::string all = in_udp(2152, 2152, message);
  return all.substr(all.size() > around.size() ? around.size() + 1 : around.size());
}

/// Makes a message with an extension header of this type first; its length isn't true, which nobody minds.
Buffer extended(std::size_t extension_type, const Buffer& rest, std::size_t message_type = 255) {
  return hex("34") + u8(message_type) + hex("0000 00000007 0000 00") + u8(extension_type) + rest;
}

TEST(GtpLayer, CarriesTheUsersPacket) {
  const Buffer header = hex("30 ff 0028 00000007");
  EXPECT_EQ(in_gtp_port(header + user_packet()), "GTP-U Header|IP|TCP");
  EXPECT_EQ(in_gtp_port(header + ipv6(6, tcp(1, 2, {}))), "GTP-U Header|IPv6|TCP");
  EXPECT_EQ(in_gtp_port(header + hex("0021") + user_packet()), "GTP-U Header|PPP Link Layer|IP|TCP");
  EXPECT_EQ(in_gtp_port(header + ipv4(6, tcp(1, 2, {}), {.header_words = 15, .options = zeros(40)})),
            "GTP-U Header|IP|TCP");
}

TEST(GtpLayer, IsFoundByEitherPort) {
  const Buffer message = hex("30 ff 0028 00000007") + user_packet();
  EXPECT_EQ(in_udp(40000, 2152, message), "Ethernet|IP|UDP|GTP-U Header|IP|TCP");
  EXPECT_EQ(in_udp(2152, 40000, message), "Ethernet|IP|UDP|GTP-U Header|IP|TCP");
}

TEST(GtpLayer, FlagsMakeTheHeaderLonger) {
  for (const std::size_t flags : {0x31u, 0x32u, 0x33u}) {
    EXPECT_EQ(in_gtp_port(u8(flags) + hex("ff 002c 00000007 0001 00 85") + user_packet()), "GTP-U Header|IP|TCP")
        << "without E, the type of an extension header means nothing";
  }
  EXPECT_EQ(in_gtp_port(hex("34 ff 002c 00000007 0001 00 00") + user_packet()), "GTP-U Header|IP|TCP")
      << "no extension header";
}

TEST(GtpLayer, ExtensionHeadersFollowOneAnother) {
  EXPECT_EQ(in_gtp_port(extended(0x85, hex("01 1009 00") + user_packet())),
            "GTP-U Header|GTP PDU Session Container|IP|TCP");
  EXPECT_EQ(in_gtp_port(extended(0x85, hex("02 0009 000000 00 00") + user_packet())),
            "GTP-U Header|GTP PDU Session Container|IP|TCP");
  EXPECT_EQ(in_gtp_port(extended(0x40, hex("01 0035 c0  01 0001 84  01 0000 00") + user_packet())),
            "GTP-U Header|GTP_UDPPort_ExtensionHeader|GTP_PDCP_PDU_ExtensionHeader|GTP_ExtensionHeader|IP|TCP");
}

TEST(GtpLayer, OnlyUserDataCarriesAPacket) {
  EXPECT_EQ(in_gtp_port(hex("32 01 0004 00000000 0001 00 00")), "GTP-U Header") << "an echo";
  EXPECT_EQ(in_gtp_port(hex("30 1a 0028 00000000") + user_packet()), "GTP-U Header|Raw");
  EXPECT_EQ(in_gtp_port(extended(0x40, hex("01 0035 00") + user_packet(), 26)),
            "GTP-U Header|GTP_UDPPort_ExtensionHeader|Raw");
}

TEST(GtpLayer, OtherVersionsAreRaw) {
  for (const std::size_t flags : {0x10u, 0x20u, 0x50u}) {
    EXPECT_EQ(in_gtp_port(u8(flags) + hex("ff 0028 00000007") + user_packet()), "Raw");
  }
}

TEST(GtpLayer, HeadersMayBeCutOff) {
  EXPECT_EQ(in_gtp_port(hex("30 ff 0028")), "GTP-U Header");
  EXPECT_EQ(in_gtp_port(hex("30 ff 0028 0000")), "Raw");
  EXPECT_EQ(in_gtp_port(hex("34 ff 0028 00000007 0000 00")), "GTP-U Header");
  EXPECT_EQ(in_gtp_port(extended(0x85, hex("01 10"))), "GTP-U Header|GTP PDU Session Container");
  EXPECT_EQ(in_gtp_port(extended(0x85, hex("ff 1009") + user_packet())), "GTP-U Header|GTP PDU Session Container");
}

TEST(GtpLayer, AnExtensionHeaderWithoutALengthIsRaw) {
  EXPECT_EQ(in_gtp_port(extended(0x85, hex("00 1009 85") + user_packet())), "GTP-U Header|Raw");
}

TEST(GtpView, ReadsTheTunnelsNumber) {
  const Frame frame(ether(0x0800, ipv4(17, udp(2152, 2152, hex("32 ff 002c 01020304 0506 00 00") + user_packet()))));
  const auto view = frame.packet().layer<layers::Gtp>();
  ASSERT_TRUE(view);
  EXPECT_EQ(view->tunnel_id(), 0x01020304u);
  EXPECT_EQ(view->message_type(), layers::Gtp::user_data);
  EXPECT_EQ(view->length(), 0x2c);
  EXPECT_EQ(view->sequence(), 0x0506);
  EXPECT_EQ(view->payload().size(), 40u);
}

TEST(GtpView, ReadsNothingThatIsNotThere) {
  const Frame plain(ether(0x0800, ipv4(17, udp(2152, 2152, hex("30 ff 0028 00000007") + user_packet()))));
  ASSERT_TRUE(plain.packet().layer<layers::Gtp>());
  EXPECT_FALSE(plain.packet().layer<layers::Gtp>()->sequence());
  const Frame without_number(ether(0x0800, ipv4(17, udp(2152, 2152, hex("30 ff 0028")))));
  EXPECT_FALSE(without_number.packet().layer<layers::Gtp>());
  const Frame without_sequence(ether(0x0800, ipv4(17, udp(2152, 2152, hex("32 ff 0028 00000007")))));
  ASSERT_TRUE(without_sequence.packet().layer<layers::Gtp>());
  EXPECT_FALSE(without_sequence.packet().layer<layers::Gtp>()->sequence());
}

}  // namespace
}  // namespace netdumplings
