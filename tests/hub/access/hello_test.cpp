#include "hub/access/hello.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace netdumplings::hub {
namespace {

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
  };
  for (const auto& c : cases) {
    nlohmann::ordered_json card;
    const auto read = read_card(c.text, "eater_name", 4096, card);
    ASSERT_FALSE(read) << c.text;
    EXPECT_EQ(read.error(), c.why) << c.text;
  }
}

TEST(Hello, HasASessionOnlyIfThatIsAString) {
  EXPECT_EQ(hello_of({{"n", "x"}, {"session", "0123"}}, "n").session, "0123");
  EXPECT_EQ(hello_of({{"n", "x"}, {"session", 123}}, "n").session, "");
  EXPECT_EQ(hello_of({{"n", "x"}, {"session", 123}}, "n").card, R"({"n":"x"})");
}

}  // namespace
}  // namespace netdumplings::hub
