// SMB 2 and 3: every message, and chains of them.
#include <gtest/gtest.h>

#include "frames.hpp"

namespace netdumplings {
namespace {

using namespace frames;  // NOLINT(google-build-using-namespace)

const std::string smb2_session = "Ethernet|IP|TCP|NBT Session Packet";

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

TEST(Smb2Layer, ShowsEachMessage) {
  EXPECT_EQ(in_tcp(445, smb2(6, close_request)), smb2_session + "|SMB2 Header|SMB2 CLOSE Request");
  EXPECT_EQ(in_tcp(445, smb2(0, zeros(60))), smb2_session + "|SMB2 Header|SMB2 Negotiate Protocol Request");
  EXPECT_EQ(in_tcp(445, smb2(99, zeros(60))), smb2_session + "|SMB2 Header|Raw");
}

TEST(Smb2Layer, FailuresAreErrors) {
  const Buffer error = hex("0900 00 00 00000000");
  EXPECT_EQ(in_tcp(445, smb2(5, error, {.is_response = true, .status = 0xc0000034})),
            smb2_session + "|SMB2 Header|SMB2 Error Response");
}

TEST(Smb2Layer, BuffersAreTheMessagesOwnAndWhatFollowsIsTheNext) {
  const Buffer read_response = hex("1100 5000 04000000 00000000 00000000") + text("data");
  const Smb2Fields response{.is_response = true};
  EXPECT_EQ(in_tcp(445, smb2(8, read_response, response)), smb2_session + "|SMB2 Header|SMB2 READ Response");
  EXPECT_EQ(in_tcp(445, smb2(8, read_response, response) + smb2(6, close_request)),
            smb2_session + "|SMB2 Header|SMB2 READ Response|NBT Session Packet|SMB2 Header|SMB2 CLOSE Request");
  const Buffer lies = hex("1100 5000 ffffffff 00000000 00000000") + text("data");
  EXPECT_EQ(in_tcp(445, smb2(8, lies, response)), smb2_session + "|SMB2 Header|SMB2 READ Response");
}

TEST(Smb2Layer, ChainsMayHavePaddingBetween) {
  EXPECT_EQ(in_tcp(445, smb2(6, close_request, {.next = 88}) + smb2_header(6) + close_request),
            smb2_session + "|SMB2 Header|SMB2 CLOSE Request|SMB2 Header|SMB2 CLOSE Request");
  EXPECT_EQ(in_tcp(445, smb2(2, hex("0400 0000"), {.next = 72}) + zeros(4) + smb2_header(6) + close_request),
            smb2_session + "|SMB2 Header|SMB2 LOGOFF Request|Padding|SMB2 Header|SMB2 CLOSE Request");
}

TEST(Smb2Layer, ChainsHavePaddingEvenWhereNothingIsLeftForIt) {
  EXPECT_EQ(in_tcp(445, smb2(2, hex("0400 0000"), {.next = 72})),
            smb2_session + "|SMB2 Header|SMB2 LOGOFF Request|Padding");
  EXPECT_EQ(in_tcp(445, smb2(2, hex("0400 0000"), {.next = 60}) + filler(12)),
            smb2_session + "|SMB2 Header|SMB2 LOGOFF Request|Padding|SMB2 Header")
      << "the next begins eight bytes before the end";
}

TEST(Smb2Layer, SecurityTokenMustBeWhole) {
  const Buffer setup = hex("1900 00 01 00000000 00000000 5800 0400 0000000000000000");
  EXPECT_EQ(in_tcp(445, smb2(1, setup + hex("60 02 0500"))), smb2_session + "|SMB2 Header|SMB2 Session Setup Request");
  EXPECT_EQ(in_tcp(445, smb2(1, setup + hex("60 03 0500"))), smb2_session + "|SMB2 Header|Raw");
  EXPECT_EQ(in_tcp(445, smb2(1, setup + text("NTLM"))), smb2_session + "|SMB2 Header|SMB2 Session Setup Request");
}

// Where a message says what it holds after its fields: the positions of an offset and of a length.
struct Smb2Buffer {
  std::size_t offset_at;
  std::size_t length_at;
};

struct Smb2Message {
  std::size_t command;
  bool is_response;
  std::string name;
  std::size_t size;  // bytes of its fields
  std::vector<Smb2Buffer> buffers = {};
};
const std::vector<Smb2Message> smb2_messages = {
    {1, false, "Session Setup Request", 24, {{12, 14}}},
    {1, true, "Session Setup Response", 8, {{4, 6}}},
    {2, false, "LOGOFF Request", 4},
    {2, true, "LOGOFF Request", 4},  // scapy's name for both directions
    {3, false, "TREE_CONNECT Request", 8, {{4, 6}}},
    {3, true, "TREE_CONNECT Response", 16},
    {4, false, "TREE_DISCONNECT Request", 4},
    {4, true, "TREE_DISCONNECT Response", 4},
    {5, false, "CREATE Request", 56, {{44, 46}, {48, 52}}},
    {5, true, "CREATE Response", 88, {{80, 84}}},
    {6, false, "CLOSE Request", 24},
    {6, true, "CLOSE Response", 60},
    {8, false, "READ Request", 48, {{44, 46}}},
    {8, true, "READ Response", 16, {{2, 4}}},
    {9, false, "WRITE Request", 48, {{2, 4}, {40, 42}}},
    {9, true, "WRITE Response", 16},
    {11, false, "IOCTL Request", 56, {{24, 28}, {36, 40}}},
    {11, true, "IOCTL Response", 48, {{24, 28}, {32, 36}}},
    {12, false, "CANCEL Request", 4},
    {12, true, "CANCEL Request", 4},
    {14, false, "QUERY DIRECTORY Request", 32, {{24, 26}}},
    {14, true, "QUERY DIRECTORY Response", 8, {{2, 4}}},
    {15, false, "CHANGE NOTIFY Request", 32},
    {15, true, "CHANGE NOTIFY Response", 8, {{2, 4}}},
    {16, false, "QUERY INFO Request", 40, {{8, 12}}},
    {16, true, "QUERY INFO Response", 8, {{2, 4}}},
};

// Makes the message's fields, which say that `size` bytes of `buffer` come after them.
Buffer fields_of(const Smb2Message& message, const Smb2Buffer& buffer, std::size_t size) {
  Buffer fields = zeros(message.size);
  fields[buffer.offset_at] = static_cast<std::uint8_t>(64 + message.size);
  fields[buffer.length_at] = static_cast<std::uint8_t>(size);
  return fields;
}

TEST(Smb2Layer, EveryMessageIsNamedAndAsLongAsItsFields) {
  for (const Smb2Message& message : smb2_messages) {
    const Smb2Fields header{.is_response = message.is_response};
    const std::string name = smb2_session + "|SMB2 Header|SMB2 " + message.name;
    const Buffer fields = zeros(message.size);
    EXPECT_EQ(in_tcp(445, smb2(message.command, fields, header)), name);
    EXPECT_EQ(in_tcp(445, smb2(message.command, cut(fields, message.size - 1), header)),
              smb2_session + "|SMB2 Header|Raw")
        << message.name;
    if (!message.buffers.empty()) continue;  // the buffers take what follows if they give no length
    EXPECT_EQ(in_tcp(445, smb2(message.command, fields, header) + smb2(6, close_request)),
              name + "|NBT Session Packet|SMB2 Header|SMB2 CLOSE Request");
  }
}

TEST(Smb2Layer, EveryBufferIsTheMessagesOwnAndEndsWhereItSays) {
  const Buffer held = text("NTLM held");
  for (const Smb2Message& message : smb2_messages) {
    for (const Smb2Buffer& buffer : message.buffers) {
      const Buffer whole = fields_of(message, buffer, held.size()) + held;
      EXPECT_EQ(
          in_tcp(445, smb2(message.command, whole, {.is_response = message.is_response}) + smb2(6, close_request)),
          smb2_session + "|SMB2 Header|SMB2 " + message.name + "|NBT Session Packet|SMB2 Header|SMB2 CLOSE Request")
          << "the buffer whose offset is at " << buffer.offset_at;
    }
  }
}

TEST(Smb2Layer, NegotiationsKeepAllThatFollows) {
  for (const bool is_response : {false, true}) {
    const std::string name = is_response ? "Response" : "Request";
    const std::size_t size = is_response ? 64 : 36;
    const Smb2Fields header{.is_response = is_response};
    EXPECT_EQ(in_tcp(445, smb2(0, zeros(size), header) + smb2(6, close_request)),
              smb2_session + "|SMB2 Header|SMB2 Negotiate Protocol " + name);
    EXPECT_EQ(in_tcp(445, smb2(0, zeros(size - 1), header)), smb2_session + "|SMB2 Header|Raw");
  }
}

}  // namespace
}  // namespace netdumplings
