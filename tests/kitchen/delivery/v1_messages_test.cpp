#include "kitchen/delivery/v1_messages.hpp"

#include <gtest/gtest.h>

namespace netdumplings::kitchen {
namespace {

TEST(V1Messages, TheSessionComesLastInTheCard) {
  EXPECT_EQ(card_with_session(R"({"kitchen_name":"garage","chefs":[]})", "abc"),
            R"({"kitchen_name":"garage","chefs":[],"session":"abc"})");
}

TEST(V1Messages, TheNextNumberIsAnnounced) {
  EXPECT_EQ(first_message(18446744073709551615U), R"({"first":18446744073709551615})");
}

TEST(V1Messages, OnlyAnAcknowledgementIsRead) {
  EXPECT_EQ(read_ack(R"({"ack":0})"), 0U);
  EXPECT_EQ(read_ack(R"({"ack": 7, "more": true})"), 7U);
  EXPECT_EQ(read_ack(R"({"ack":18446744073709551615})"), 18446744073709551615U);
  for (const char* large : {R"({"ack":18446744073709551616})", R"({"ack":1e300})"}) {
    EXPECT_EQ(read_ack(large), 18446744073709551615U) << large;
  }
  for (const char* other :
       {"", "7", "[]", "{}", R"({"ack":-1})", R"({"ack":1.5})", R"({"ack":"1"})", R"([{"ack":1}])"}) {
    EXPECT_FALSE(read_ack(other)) << other;
  }
  EXPECT_FALSE(read_ack(R"({"ack":1,"x":")" + std::string(4096, ' ') + "\"}")) << "too long for a hub's own message";
}

}  // namespace
}  // namespace netdumplings::kitchen
