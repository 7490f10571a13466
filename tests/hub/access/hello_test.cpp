#include "hub/access/hello.hpp"

#include <gtest/gtest.h>

#include <string>

namespace netdumplings::hub {
namespace {

std::string many(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

// A hello with so many keys.
std::string with_keys(int keys) {
  std::string text = R"({"eater_name":"e")";
  for (int i = 1; i < keys; ++i) text += ",\"" + std::to_string(i) + "\":1";
  return text + '}';
}

Hello hello(const std::string& text) { return hello_of(*read_card(text, "n", 65536), "n"); }

TEST(Hello, IsRefusedWithTheReasonIfItIsNotACard) {
  const struct {
    std::string text;
    std::string why;
  } cases[] = {
      {"", "the hello isn't JSON"},
      {"hello", "the hello isn't JSON"},
      {"{\"eater_name\":\"\xff\"}", "the hello isn't JSON"},
      {R"({"eater_name":NaN})", "the hello isn't JSON"},
      {R"({"eater_name":"\ud800"})", "the hello isn't JSON"},
      {R"({"eater_name":"e"} x)", "the hello isn't JSON"},
      {std::string(1000, '['), "the hello isn't JSON"},
      {std::string(500, '[') + std::string(500, ']'), "the hello isn't JSON"},
      {"[]", "the hello isn't a JSON object"},
      {R"("eater_name")", "the hello isn't a JSON object"},
      {"5", "the hello isn't a JSON object"},
      {"{}", "the hello has no 'eater_name'"},
      {R"({"kitchen_name":"k"})", "the hello has no 'eater_name'"},
      {R"({"eater_name":5})", "'eater_name' in the hello isn't a string"},
      {R"({"eater_name":null})", "'eater_name' in the hello isn't a string"},
      {R"({"eater_name":")" + std::string(4096, 'x') + "\"}", "a hello has at most 4096 bytes"},
      {R"({"eater_name":")" + std::string(257, 'x') + "\"}",
       "'eater_name' in the hello has 257 bytes; at most 256 are allowed"},
      {with_keys(65), "the hello has 65 keys; at most 64 are allowed"},
      {R"({"eater_name":"e")" + many(R"(,"a":1)", 64) + '}', "the hello has 65 keys; at most 64 are allowed"},
  };
  for (const auto& c : cases) {
    const auto read = read_card(c.text, "eater_name", 4096);
    ASSERT_FALSE(read) << c.text;
    EXPECT_EQ(read.error(), c.why) << c.text;
  }
}

TEST(Hello, MayHave64KeysAndANameOf256Bytes) {
  EXPECT_TRUE(read_card(with_keys(64), "eater_name", 4096));
  const std::string name = many("\\u00e9", 128);  // two bytes each, in UTF-8
  const std::string text = R"({"eater_name":")" + name + "\"}";
  const auto card = read_card(text, "eater_name", 4096);
  ASSERT_TRUE(card) << card.error();
  EXPECT_EQ(hello_of(*card, "eater_name").name, many("\xc3\xa9", 128));
}

// Their number isn't bounded, but they are never looked at: each costs what its bytes cost.
TEST(Hello, MayHaveManyKeysInItsValues) {
  const std::string text = R"({"n":"x","more":{"a":0)" + many(R"(,"a":1)", 5000) + R"(},"list":[0)" +
                           many(",{}", 5000) + R"(],"whole":123456789012345678901234567890})";
  const auto card = read_card(text, "n", 65536);
  ASSERT_TRUE(card) << card.error();
  EXPECT_EQ(hello_of(*card, "n").card, text);
}

TEST(Hello, OfEqualKeysTheLastOneCounts) {
  EXPECT_EQ(hello(R"({"n":"x","a":1,"n":"y","a":2})").name, "y");
  EXPECT_EQ(hello(R"({"n":"x","a":1,"n":"y","a":2})").card, R"({"n":"y","a":2})");
  EXPECT_EQ(read_card(R"({"n":"x","n":5})", "n", 65536).error(), "'n' in the hello isn't a string");
}

TEST(Hello, IsOneLineOnTheCard) {
  EXPECT_EQ(hello("{ \"n\" : \"x\",\r\n \"a\" : [\n1 ] }").card, "{\"n\":\"x\",\"a\":[ 1 ]}");
}

TEST(Hello, HasASessionOnlyIfThatIsAString) {
  EXPECT_EQ(hello(R"({"n":"x","session":"0123"})").session, "0123");
  EXPECT_EQ(hello(R"({"n":"x","session":123})").session, "");
  EXPECT_EQ(hello(R"({"n":"x","session":123})").card, R"({"n":"x"})");
  EXPECT_EQ(hello(R"({"sess\u0069on":"0123","n":"x"})").card, R"({"n":"x"})");
}

}  // namespace
}  // namespace netdumplings::hub
