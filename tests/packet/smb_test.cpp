// NetBIOS, SMB of all versions, DCE/RPC.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

const std::string session = "Ethernet|IP|TCP|NBT Session Packet";

Buffer smb1(std::size_t command, std::size_t flags, const Buffer& body) {
  return hex("00 000040") + text("\xffSMB") + u8(command) + hex("00000000") + u8(flags) + hex("01c8 0000") + zeros(18) +
         body;
}

struct Smb2Fields {
  bool is_response = false;
  std::size_t status = 0;
  std::size_t next = 0;
};
Buffer smb2_header(std::size_t command, const Smb2Fields& fields = {}) {
  return text("\xfeSMB") + hex("4000 0100") + le16(fields.status) + le16(fields.status >> 16) + le16(command) +
         hex("0100") + u8(fields.is_response) + zeros(3) + le16(fields.next) + zeros(2) + zeros(40);
}
Buffer smb2(std::size_t command, const Buffer& body, const Smb2Fields& fields = {}) {
  return hex("00 000050") + smb2_header(command, fields) + body;
}
const Buffer close_request = hex("1800 0000 00000000") + zeros(16);

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

TEST(SmbLayer, Version2ShowsEachMessage) {
  EXPECT_EQ(in_tcp(445, smb2(6, close_request)), session + "|SMB2 Header|SMB2 CLOSE Request");
  EXPECT_EQ(in_tcp(445, smb2(0, zeros(60))), session + "|SMB2 Header|SMB2 Negotiate Protocol Request");
  EXPECT_EQ(in_tcp(445, smb2(99, zeros(60))), session + "|SMB2 Header|Raw");
}

TEST(SmbLayer, Version2sFailuresAreErrors) {
  const Buffer error = hex("0900 00 00 00000000");
  EXPECT_EQ(in_tcp(445, smb2(5, error, {.is_response = true, .status = 0xc0000034})),
            session + "|SMB2 Header|SMB2 Error Response");
}

TEST(SmbLayer, Version2sBuffersAreTheMessagesOwnAndWhatFollowsIsTheNext) {
  const Buffer read_response = hex("1100 5000 04000000 00000000 00000000") + text("data");
  const Smb2Fields response{.is_response = true};
  EXPECT_EQ(in_tcp(445, smb2(8, read_response, response)), session + "|SMB2 Header|SMB2 READ Response");
  EXPECT_EQ(in_tcp(445, smb2(8, read_response, response) + smb2(6, close_request)),
            session + "|SMB2 Header|SMB2 READ Response|NBT Session Packet|SMB2 Header|SMB2 CLOSE Request");
  const Buffer lies = hex("1100 5000 ffffffff 00000000 00000000") + text("data");
  EXPECT_EQ(in_tcp(445, smb2(8, lies, response)), session + "|SMB2 Header|SMB2 READ Response");
}

TEST(SmbLayer, Version2sChainsMayHavePaddingBetween) {
  EXPECT_EQ(in_tcp(445, smb2(6, close_request, {.next = 88}) + smb2_header(6) + close_request),
            session + "|SMB2 Header|SMB2 CLOSE Request|SMB2 Header|SMB2 CLOSE Request");
  EXPECT_EQ(in_tcp(445, smb2(2, hex("0400 0000"), {.next = 72}) + zeros(4) + smb2_header(6) + close_request),
            session + "|SMB2 Header|SMB2 LOGOFF Request|Padding|SMB2 Header|SMB2 CLOSE Request");
}

TEST(SmbLayer, Version2sChainsHavePaddingEvenWhereNothingIsLeftForIt) {
  EXPECT_EQ(in_tcp(445, smb2(2, hex("0400 0000"), {.next = 72})), session + "|SMB2 Header|SMB2 LOGOFF Request|Padding");
  EXPECT_EQ(in_tcp(445, smb2(2, hex("0400 0000"), {.next = 60}) + filler(12)),
            session + "|SMB2 Header|SMB2 LOGOFF Request|Padding|SMB2 Header")
      << "the next begins eight bytes before the end";
}

TEST(SmbLayer, Version2sSecurityTokenMustBeWhole) {
  const Buffer setup = hex("1900 00 01 00000000 00000000 5800 0400 0000000000000000");
  EXPECT_EQ(in_tcp(445, smb2(1, setup + hex("60 02 0500"))), session + "|SMB2 Header|SMB2 Session Setup Request");
  EXPECT_EQ(in_tcp(445, smb2(1, setup + hex("60 03 0500"))), session + "|SMB2 Header|Raw");
  EXPECT_EQ(in_tcp(445, smb2(1, setup + text("NTLM"))), session + "|SMB2 Header|SMB2 Session Setup Request");
}

TEST(DcerpcLayer, MessagesAreNamedAndCallsAreRaw) {
  const std::string rpc = "Ethernet|IP|TCP|DCE/RPC v5";
  const Buffer context = hex("0000 01 00") + filler(20) + filler(20);
  EXPECT_EQ(in_tcp(135, hex("05 00 0b 03 10000000 4800 0000 01000000 d016 d016 00000000 01 000000") + context),
            rpc + "|DCE/RPC v5 - Bind");
  EXPECT_EQ(in_tcp(135, hex("05 00 0c 03 10000000 4400 0000 01000000 d016 d016 00000000 0400 31333500 0000 01 000000") +
                            filler(24)),
            rpc + "|DCE/RPC v5 - Bind Ack");
  EXPECT_EQ(in_tcp(135, hex("05 00 00 03 10000000 2000 0000 01000000 08000000 0000 0300") + filler(8)),
            rpc + "|DCE/RPC v5 - Request|Raw");
  EXPECT_EQ(in_tcp(135, hex("05 00 02 03 10000000 1800 0000 01000000 08000000 0000 00 00")),
            rpc + "|DCE/RPC v5 - Response");
}

TEST(DcerpcLayer, AVerifierAtTheEndIsTheHeadersOwn) {
  EXPECT_EQ(in_tcp(135, hex("05 00 02 03 10000000 2800 0800 01000000 08000000 0000 00 00") + filler(16)),
            "Ethernet|IP|TCP|DCE/RPC v5|DCE/RPC v5 - Response");
  EXPECT_EQ(in_tcp(135, hex("05 00 02 03 10000000 2800 ffff 01000000") + filler(8)), "Ethernet|IP|TCP|DCE/RPC v5");
}

}  // namespace
}  // namespace netdumplings
