#include "hub/access/hello.hpp"

#include <gtest/gtest.h>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

TEST(Hello, AKitchensCardIsKeptAsItWasSaidInItsOrder) {
  const std::string card =
      R"({"kitchen_name":"k","interface":"all","filter":"tcp","chefs":["m.C"],"poke_interval":5.0,"more":[1,{}]})";
  const auto hello = kitchen_hello(card);
  ASSERT_TRUE(hello) << hello.error();
  EXPECT_EQ(hello->name, "k");
  EXPECT_EQ(hello->card, card);
}

TEST(Hello, TheSessionIsASecretAndIsNotKept) {
  EXPECT_EQ(kitchen_hello(R"({"kitchen_name":"k","session":"0123","chefs":[]})")->card,
            R"({"kitchen_name":"k","chefs":[]})");
}

TEST(Hello, ChefsAreAlwaysAnArray) {
  EXPECT_EQ(kitchen_hello(R"({"kitchen_name":"k"})")->card, R"({"kitchen_name":"k","chefs":[]})");
  EXPECT_EQ(kitchen_hello(R"({"kitchen_name":"k","chefs":"C"})")->card, R"({"kitchen_name":"k","chefs":[]})");
  EXPECT_EQ(kitchen_hello(R"({"kitchen_name":"k","chefs":null})")->card, R"({"kitchen_name":"k","chefs":[]})");
}

TEST(Hello, AnEaterSaysItsNameAndWhateverElseItLikes) {
  EXPECT_EQ(eater_hello(R"({"eater_name": "webnom"})")->card, R"({"eater_name":"webnom"})");
  EXPECT_EQ(eater_hello(R"({"eater_name":"e","last":5})")->card, R"({"eater_name":"e","last":5})");
}

TEST(Hello, WhatIsNoneIsRefusedWithTheReason) {
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
      {R"({"eater_name":")" + std::string(defaults::max_hello, 'x') + "\"}", "a hello has at most 4096 bytes"},
  };
  for (const auto& c : cases) {
    const auto hello = eater_hello(c.text);
    ASSERT_FALSE(hello) << c.text;
    EXPECT_EQ(hello.error(), c.why) << c.text;
  }
  EXPECT_EQ(kitchen_hello(R"({"eater_name":"e"})").error(), "the hello has no 'kitchen_name'");
}

TEST(Hello, AKitchensFilterAndChefsMayBeLong) {
  const auto with_filter = [](std::size_t size) {
    return R"({"kitchen_name":"k","chefs":[],"filter":")" + std::string(size, 'x') + "\"}";
  };
  EXPECT_TRUE(kitchen_hello(with_filter(60'000)));
  EXPECT_EQ(kitchen_hello(with_filter(defaults::max_card)).error(), "a hello has at most 65536 bytes");
}

}  // namespace
}  // namespace netdumplings::hub
