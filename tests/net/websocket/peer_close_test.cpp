#include "net/websocket/peer_close.hpp"

#include <gtest/gtest.h>

#include <string>

namespace netdumplings::net {
namespace {

std::string payload(unsigned code, const std::string& text = "") {
  return std::string{static_cast<char>(code >> 8), static_cast<char>(code)} + text;
}

TEST(PeerClose, ACodeThatMayBeSentIsToldAndGivenToTheEngine) {
  for (const unsigned code : {1000U, 1001U, 1003U, 1007U, 1011U, 1013U, 3000U, 4101U, 4999U}) {
    const PeerClose close = read_close(payload(code, "bye \u20ac"));
    EXPECT_EQ(close.reason.code, code);
    EXPECT_EQ(close.reason.text, "bye \u20ac");
    EXPECT_EQ(close.reason.sent, 0U);
    EXPECT_EQ(close.for_engine(), payload(code));
  }
}

TEST(PeerClose, ACodeThatNobodyMaySendIsAnsweredWith1002) {
  for (const unsigned code : {0U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 2999U, 5000U, 5119U, 65535U}) {
    const PeerClose close = read_close(payload(code));
    EXPECT_EQ(close.reason.code, 0U) << code;
    EXPECT_EQ(close.reason.sent, 1002U) << code;
    EXPECT_STREQ(close.fault, "a close code that nobody may send");
    EXPECT_EQ(close.for_engine(), payload(1002));
  }
  EXPECT_EQ(read_close("\x03").reason.sent, 1002U) << "half a code";
}

TEST(PeerClose, AReasonThatIsNotTextIsAnsweredWith1007) {
  for (const char* const reason : {"\xff", "bye \xe2\x82", "\xed\xa0\x80"}) {
    const PeerClose close = read_close(payload(1000, reason));
    EXPECT_EQ(close.reason.sent, 1007U);
    EXPECT_EQ(close.for_engine(), payload(1007));
  }
}

TEST(PeerClose, NoCodeIsNone) {
  const PeerClose close = read_close("");
  EXPECT_EQ(close.reason.code, 1005U);
  EXPECT_EQ(close.reason.sent, 0U);
  EXPECT_EQ(close.for_engine(), "");
}

TEST(PeerClose, ACodeThatTheEngineDoesNotKnowIsToldAllTheSame) {
  const PeerClose close = read_close(payload(1014));
  EXPECT_EQ(close.reason.code, 1014U);
  EXPECT_EQ(close.for_engine(), payload(1000));
}

}  // namespace
}  // namespace netdumplings::net
