// NetBIOS, and SMB of all versions.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

const std::string session = "Ethernet|IP|TCP|NBT Session Packet";

constexpr std::size_t with_extended_security = 0xc801, without_it = 0xc001;  // the header's second flags

Buffer smb1(std::size_t command, std::size_t flags, const Buffer& body,
            std::size_t more_flags = with_extended_security) {
  return hex("00 000040") + text("\xffSMB") + u8(command) + hex("00000000") + u8(flags) + le16(more_flags) +
         hex("0000") + zeros(18) + body;
}

TEST(NetbiosLayer, NameServiceMessagesGoByFlagsAndCounts) {
  const Buffer name = hex("20") + filler(32) + hex("00");
  const Buffer question = name + hex("0020 0001");
  EXPECT_EQ(in_udp(137, 137, hex("0001 0110 0001 0000 0000 0000") + question),
            "Ethernet|IP|UDP|NBNS Header|NBNS query request");
  EXPECT_EQ(in_udp(137, 137,
                   hex("0001 2910 0001 0000 0000 0001") + question + hex("c00c 0020 0001 00000000 0006 0000 01020304")),
            "Ethernet|IP|UDP|NBNS Header|NBNS registration request");
  EXPECT_EQ(in_udp(137, 137, hex("0001 8500 0000 0001 0000 0000") + question + hex("00000000 0006 0000 01020304")),
            "Ethernet|IP|UDP|NBNS Header|NBNS query response");
  EXPECT_EQ(in_udp(137, 137, hex("0001 0000 0001 0000 0000 0000") + question),
            "Ethernet|IP|UDP|NBNS Header|NBNS status request");
  EXPECT_EQ(in_udp(137, 137, hex("0001 3910 0001 0000 0000 0001") + question), "Ethernet|IP|UDP|NBNS Header|Raw");
}

TEST(NetbiosLayer, DatagramsHaveTwoNames) {
  const Buffer names = filler(33) + hex("00") + filler(33) + hex("00");
  EXPECT_EQ(in_udp(138, 138, hex("11 02 0001 01020304 008a 00bb 0000") + names + filler(20)),
            "Ethernet|IP|UDP|NBT Datagram Packet|Raw");
  EXPECT_EQ(in_udp(138, 9, filler(20)), "Ethernet|IP|UDP|Raw") << "only to port 138";
}

TEST(SmbLayer, ASegmentWithoutAHeaderIsGeneric) {
  EXPECT_EQ(in_tcp(445, filler(100)), session + "|SMBNegociate Protocol Request Header Generic|Raw");
  EXPECT_EQ(in_tcp(139, hex("85 000000")), session);
}

TEST(SmbLayer, Version1ShowsTheMessagesThatBeginASession) {
  EXPECT_EQ(in_tcp(445, smb1(0x72, 0x18, hex("00 0600 02") + text("NT LM") + hex("00"))),
            session + "|SMB 1 Protocol Request Header|SMB Negotiate Request|Raw");
  EXPECT_EQ(in_tcp(445, smb1(0x73, 0x18, hex("0c") + zeros(60))),
            session + "|SMB 1 Protocol Request Header|Session Setup AndX Extended Security Request (SMB)");
  EXPECT_EQ(in_tcp(445, smb1(0x73, 0x98, hex("00 0000"))), session + "|SMB 1 Protocol Request Header|SMBSession_Null");
  EXPECT_EQ(in_tcp(139, smb1(0x25, 0x18, hex("10") + zeros(40))),
            session + "|SMB 1 Protocol Request Header|SMBNetlogon Protocol Response Header|Raw");
  EXPECT_EQ(in_tcp(139, smb1(0x2e, 0x18, zeros(9))), session + "|SMB 1 Protocol Request Header|Raw");
}

struct Smb1Message {
  std::string name;
  std::size_t command;
  std::size_t flags;  // 0x80 means a reply
  std::size_t more_flags;
  std::size_t words;  // the count of two-byte words in the message's first byte
  std::size_t size;   // bytes of its fields and of that first byte
};
const std::vector<Smb1Message> smb1_messages = {
    {"SMB Negotiate Extended Security Response (SMB)", 0x72, 0x98, with_extended_security, 17, 53},
    {"SMB Negotiate Non-Extended Security Response (SMB)", 0x72, 0x98, without_it, 17, 37},
    {"Session Setup AndX Request (CIFS)", 0x73, 0x18, without_it, 13, 29},
    {"Session Setup AndX Request (CIFS)", 0x73, 0x18, with_extended_security, 13, 29},
    {"Session Setup AndX Extended Security Request (SMB)", 0x73, 0x18, without_it, 12, 27},
    {"Session Setup AndX Response (CIFS)", 0x73, 0x98, without_it, 3, 9},
    {"Session Setup AndX Response (CIFS)", 0x73, 0x98, with_extended_security, 3, 9},
    {"Session Setup AndX Extended Security Response (SMB)", 0x73, 0x98, without_it, 4, 11},
    {"Session Tree Connect AndX", 0x75, 0x18, with_extended_security, 4, 11},
    {"Session Tree Connect AndX", 0x75, 0x98, with_extended_security, 4, 11},
};

TEST(SmbLayer, MessagesAreNamedByCommandDirectionAndWords) {
  const std::string header = session + "|SMB 1 Protocol Request Header|";
  for (const Smb1Message& message : smb1_messages) {
    const Buffer fields = u8(message.words) + zeros(message.size - 1);
    const auto chain_of = [&](const Buffer& body) {
      return in_tcp(445, smb1(message.command, message.flags, body, message.more_flags));
    };
    EXPECT_EQ(chain_of(fields), header + message.name);
    EXPECT_EQ(chain_of(fields + text("its strings")), header + message.name);
    EXPECT_EQ(chain_of(cut(fields, message.size - 1)), header + "Raw") << message.name;
  }
}

}  // namespace
}  // namespace netdumplings
