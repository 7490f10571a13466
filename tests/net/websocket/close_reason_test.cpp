#include "net/websocket/close_reason.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace netdumplings::net
