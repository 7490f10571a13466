#include "net/websocket/close_reason.hpp"

#include <gtest/gtest.h>

#include <string>

namespace netdumplings::net {
namespace {

TEST(CloseReason, AConnectionThatJustWentSaysSo) { EXPECT_EQ(CloseReason{}.to_string(), "no close frame received"); }

TEST(CloseReason, ACodeComesWithItsMeaning) {
  EXPECT_EQ((CloseReason{1000, "", 0}).to_string(), "received 1000 (OK)");
  EXPECT_EQ((CloseReason{1001, "", 0}).to_string(), "received 1001 (going away)");
  EXPECT_EQ((CloseReason{1005, "", 0}).to_string(), "received 1005 (no status code [internal])");
  EXPECT_EQ((CloseReason{1011, "", 0}).to_string(), "received 1011 (unexpected error)");
  EXPECT_EQ((CloseReason{3000, "", 0}).to_string(), "received 3000 (registered)");
  EXPECT_EQ((CloseReason{4103, "", 0}).to_string(), "received 4103 (private use)");
  EXPECT_EQ((CloseReason{2999, "", 0}).to_string(), "received 2999 (unknown)");
}

TEST(CloseReason, ThePeersWordsStandBehind) {
  EXPECT_EQ((CloseReason{1008, "no hello", 0}).to_string(), "received 1008 (policy violation) no hello");
}

TEST(CloseReason, WhatThisSideEndedTheConnectionWithStandsInFront) {
  EXPECT_EQ((CloseReason{0, "", 1009}).to_string(), "sent 1009 (message too big); no close frame received");
}

std::string payload(unsigned code, const std::string& text = "") {
  return std::string{static_cast<char>(code >> 8), static_cast<char>(code)} + text;
}

TEST(PeerClose, HasTheCodeAndTheTextThatWereSent) {
  for (const unsigned code : {1000U, 1001U, 1003U, 1007U, 1011U, 1013U, 1014U, 3000U, 4101U, 4999U}) {
    const PeerClose close = read_close(payload(code, "bye \u20ac"));
    EXPECT_EQ(close.reason.code, code);
    EXPECT_EQ(close.reason.text, "bye \u20ac");
    EXPECT_EQ(close.reason.sent, 0U);
  }
}

TEST(PeerClose, OfACodeThatNobodyMaySendIsAnOffence) {
  for (const unsigned code : {0U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 2999U, 5000U, 5119U, 65535U}) {
    const PeerClose close = read_close(payload(code));
    EXPECT_EQ(close.reason.code, 0U) << code;
    EXPECT_EQ(close.reason.sent, 1002U) << code;
    EXPECT_STREQ(close.fault, "a close code that nobody may send");
  }
  EXPECT_EQ(read_close("\x03").reason.sent, 1002U) << "half a code";
}

TEST(PeerClose, WithATextThatIsNotUtf8IsAnOffence) {
  for (const char* const text : {"\xff", "bye \xe2\x82", "\xed\xa0\x80"}) {
    EXPECT_EQ(read_close(payload(1000, text)).reason.sent, 1007U);
  }
}

TEST(PeerClose, WithoutACodeIs1005) {
  EXPECT_EQ(read_close("").reason.code, 1005U);
  EXPECT_EQ(read_close("").reason.sent, 0U);
}

TEST(CloseText, IsCutAt123BytesAndWithinNoCharacter) {
  EXPECT_EQ(close_text_that_fits(std::string(123, 'x')).size(), 123U);
  EXPECT_EQ(close_text_that_fits(std::string(124, 'x')).size(), 123U);
  for (const std::size_t before : {120U, 121U, 122U, 123U}) {
    EXPECT_EQ(close_text_that_fits(std::string(before, 'x') + "\u20ac").size(), before == 120 ? 123 : before);
  }
}

}  // namespace
}  // namespace netdumplings::net
