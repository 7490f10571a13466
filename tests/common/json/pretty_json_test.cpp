// Also the test of json_tree and utf8, with which JSON is read.
#include "common/json/pretty_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "common/defaults.hpp"

namespace netdumplings {
namespace {

std::string pretty(const std::string& document, const std::string& member = "", bool colour = false) {
  std::string text;
  Result<void> done;
  {
    TextStream out([&text](std::string_view part) { text += part; });
    done = pretty_json(document, member, colour, out);
  }
  return done ? text : "error: " + done.error();
}

TEST(PrettyJson, IndentsByFourAndSortsKeys) {
  EXPECT_EQ(pretty(R"({"b":[1,{"c":null}],"a":true,"B":"x"})"),
            "{\n    \"B\": \"x\",\n    \"a\": true,\n    \"b\": [\n        1,\n        {\n            \"c\": null\n"
            "        }\n    ]\n}");
}

TEST(PrettyJson, PutsWhatIsDeepOnOneLine) {
  std::string deep = R"([1,{"a":[],"b":2}])";
  for (std::size_t i = 0; i < defaults::deepest_indented_json; ++i) deep = '[' + deep + ']';
  const std::string text = pretty(deep);
  EXPECT_NE(
      text.find("\n" + std::string(4 * defaults::deepest_indented_json, ' ') + R"([1, {"a": [], "b": 2}])" + '\n'),
      std::string::npos)
      << text;
}

TEST(PrettyJson, ManyDeepValuesMakeLittleMoreThanTheyAre) {
  std::string many = "1";
  for (int i = 0; i < 100000; ++i) many += ",1";
  std::string deep = many;
  for (int i = 0; i < 60; ++i) deep = '[' + deep + ']';
  EXPECT_LT(pretty(deep).size(), 2 * deep.size());
}

TEST(PrettyJson, PassesALongTextOnInParts) {
  std::string many = "[1";
  for (int i = 0; i < 100000; ++i) many += ",1";
  std::size_t longest = 0;
  TextStream out([&longest](std::string_view part) { longest = std::max(longest, part.size()); });
  ASSERT_TRUE(pretty_json(many + ']', "", true, out));
  EXPECT_LT(longest, defaults::text_part + 100);
}

TEST(PrettyJson, KeepsEmptyContainersOnOneLine) { EXPECT_EQ(pretty("[{},[]]"), "[\n    {},\n    []\n]"); }

TEST(PrettyJson, SortsKeysByCodePointNotByUtf16Unit) {
  EXPECT_EQ(pretty(R"({"\ud800\udc00":1,"\uffff":2})"), "{\n    \"\\uffff\": 2,\n    \"\\ud800\\udc00\": 1\n}");
}

TEST(PrettyJson, TakesTheLastOfEqualKeys) {
  EXPECT_EQ(pretty(R"({"a":1,"b":2,"a":{"z":3},"a":[4]})"), "{\n    \"a\": [\n        4\n    ],\n    \"b\": 2\n}");
}

TEST(PrettyJson, KeepsEveryDigitOfWholeNumbers) {
  for (const std::string number : {"0", "-1", "18446744073709551615", "18446744073709551616", "-9223372036854775809",
                                   "123456789012345678901234567890"}) {
    EXPECT_EQ(pretty(number), number);
  }
  EXPECT_EQ(pretty("-0"), "0");
}

TEST(PrettyJson, WritesFloatsAsPythonDoes) {
  const std::vector<std::pair<std::string, std::string>> floats = {{"5.0", "5.0"},
                                                                   {"1e16", "1e+16"},
                                                                   {"1E15", "1000000000000000.0"},
                                                                   {"-0.0", "-0.0"},
                                                                   {"0.0001", "0.0001"},
                                                                   {"0.00001", "1e-05"},
                                                                   {"1.5e-7", "1.5e-07"},
                                                                   {"1e100", "1e+100"},
                                                                   {"0.1", "0.1"},
                                                                   {"0.30000000000000004", "0.30000000000000004"},
                                                                   {"9007199254740994.0", "9007199254740994.0"},
                                                                   {"1e22", "1e+22"}};
  for (const auto& [written, shown] : floats) EXPECT_EQ(pretty(written), shown) << written;
}

TEST(PrettyJson, EscapesAllThatIsNotPrintableAscii) {
  EXPECT_EQ(pretty("\"\x7f\xc2\x9b\xe2\x82\xac\xf0\x9d\x84\x9e\\u0000\\u001b\\n\\\"\\\\/\""),
            R"("\u007f\u009b\u20ac\ud834\udd1e\u0000\u001b\n\"\\/")");
}

TEST(PrettyJson, ColoursKeysStringsAndLiteralsButNoPunctuation) {
  EXPECT_EQ(pretty(R"({"k":["s",1]})", "", true),
            "{\n    \x1b[94m\"k\"\x1b[39;49;00m: [\n        \x1b[33m\"s\"\x1b[39;49;00m,\n        "
            "\x1b[34m1\x1b[39;49;00m\n    ]\n}");
}

TEST(PrettyJson, ShowsOneMemberOfADocument) {
  EXPECT_EQ(pretty(R"({"metadata":{},"payload":[]})", "payload"), "[]");
  EXPECT_EQ(pretty(R"({"metadata":{}})", "payload"), "error: there is no 'payload' in it");
  EXPECT_EQ(pretty("[]", "payload"), "error: there is no 'payload' in it");
}

TEST(PrettyJson, RefusesWhatIsNotJsonOrTooDeep) {
  for (const std::string document : {"", "{", "[1,]", "NaN", "\"\xff\"", "\"\\ud800\"", "1e400", "{} {}"}) {
    EXPECT_THAT(pretty(document), testing::StartsWith("error: ")) << document;
  }
  EXPECT_EQ(pretty(std::string(1000000, '[')), "error: nested deeper than 256 levels");
}

}  // namespace
}  // namespace netdumplings
