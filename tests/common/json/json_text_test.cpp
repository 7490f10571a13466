// Also the test of json_checker.
#include "common/json/json_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

namespace netdumplings::json_text {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

// Expects the checker to accept what the library accepts, for text that isn't too deep for the checker.
void expect_as_nlohmann(const std::string& text) {
  // The library accepts a byte order mark at the beginning.
  if (text.starts_with("\xEF")) return;
  EXPECT_EQ(check(text).empty(), json::accept(text))
      << json(text).dump(-1, ' ', true, json::error_handler_t::replace) << ": " << check(text);
}

constexpr const char* scalars[] = {
    "",    " ",   "null",     " null ",    "nul",  "nulll", "true",  "false",  "TRUE",   "0",     "-0",  "-",    "00",
    "01",  "-01", "1.",       ".5",        "1.5",  "1.5e3", "1e",    "1e+",    "1E-2",   "1e5.5", "+1",  "0x10", "1 2",
    "NaN", "nan", "Infinity", "-Infinity", "-NaN", "1e308", "1e309", "-1e400", "1e-400", "\f1",   "\v1", "1\xa0"};

constexpr const char* strings[] = {"\"\"",
                                   "\"",
                                   "\"a",
                                   "\"a\"b",
                                   "'a'",
                                   "\"\\\"\"",
                                   "\"\\\\\"",
                                   "\"\\/\"",
                                   "\"\\b\\f\\n\\r\\t\"",
                                   "\"\\x\"",
                                   "\"\\",
                                   "\"\\u\"",
                                   "\"\\u12\"",
                                   "\"\\u123g\"",
                                   "\"\\u1234\"",
                                   "\"\\uABcd\"",
                                   "\"\\ud800\"",
                                   "\"\\udc00\"",
                                   "\"\\ud800\\udc00\"",
                                   "\"\\ud83d\\ude00\"",
                                   "\"\\ud800x\"",
                                   "\"\\ud800\\u0041\"",
                                   "\"\\ud800\\ud800\"",
                                   "\"\\udc00\\ud800\"",
                                   "\"\\ud800\\",
                                   "\"\\ud800\\u",
                                   "\"a\tb\"",
                                   "\"a\nb\"",
                                   "\"\x7f\"",
                                   "\"\x01\"",
                                   "\"caf\xc3\xa9\"",
                                   "\"caf\xe9\"",
                                   "\"\xc0\x80\"",
                                   "\"\xed\xa0\x80\"",
                                   "\"\xf4\x90\x80\x80\"",
                                   "\"\xf0\x9f\x98\x80\"",
                                   "\"\xf0\x9f\x98\"",
                                   "\"\xe2\x82\"",
                                   "\"\x80\"",
                                   "\"12345678\"",
                                   "\"1234567890123456789\\n\"",
                                   "\"12345678\xc3\xa9\""};

constexpr const char* containers[] = {"[]",
                                      "[ ]",
                                      "[1]",
                                      "[1,]",
                                      "[,1]",
                                      "[1 2]",
                                      "[1,2",
                                      "[1,2]]",
                                      "]",
                                      "[}",
                                      "{]",
                                      "{}",
                                      "{ }",
                                      "{\"a\":1}",
                                      "{\"a\":1,}",
                                      "{\"a\"}",
                                      "{\"a\":}",
                                      "{\"a\" : 1 , \"b\":[] }",
                                      "{a:1}",
                                      "{1:1}",
                                      "{\"a\":1 \"b\":2}",
                                      "{,}",
                                      "{\"a\":1",
                                      "{\"a\"",
                                      "{",
                                      "[",
                                      "[[[]]]",
                                      "[{\"a\":[{}]}]",
                                      ",",
                                      ":",
                                      "// no\n1",
                                      "/**/1",
                                      "[\"a\",\"b\",{\"c\":null}]",
                                      "\t\r\n [ \t\r\n ] \n"};

TEST(JsonCheck, TakesTheScalarsThatTheLibraryTakesAndNothingElse) {
  for (const char* text : scalars) expect_as_nlohmann(text);
  expect_as_nlohmann(std::string(400, '1'));
  expect_as_nlohmann(std::string(400, '1') + "e-300");
  expect_as_nlohmann("0." + std::string(400, '0') + "1");
}

TEST(JsonCheck, TakesTheStringsThatTheLibraryTakesAndNothingElse) {
  for (const char* text : strings) expect_as_nlohmann(text);
  expect_as_nlohmann(std::string("\"\0\"", 3));
}

TEST(JsonCheck, TakesTheArraysAndObjectsThatTheLibraryTakesAndNothingElse) {
  for (const char* text : containers) expect_as_nlohmann(text);
}

TEST(JsonCheck, TakesWhatTheLibraryTakesOfManyDamagedDocuments) {
  const std::string whole =
      R"({"metadata":{"chef":"DNS\u00e9\ud83d\ude00","n":[-0.5e+3,0,true,false,null]},"p":[[],{},"caf)"
      "\xc3\xa9\xe2\x82\xac"
      R"("]})";
  ASSERT_EQ(check(whole), "");
  std::mt19937 random(20261122);
  const auto below = [&random](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
  };
  constexpr std::string_view spice = "{}[]\",:\\u0123456789-+.eEdDaf \n\t\x80\xc3\xe2\xed\xf0\xff";
  for (int round = 0; round < 100'000; ++round) {
    std::string text = whole;
    for (std::size_t changes = 1 + below(3); changes > 0; --changes) {
      const std::size_t at = below(text.size());
      switch (below(3)) {
        case 0:
          text[at] = spice[below(spice.size())];
          break;
        case 1:
          text.erase(at, 1 + below(4));
          break;
        default:
          text.insert(at, 1, spice[below(spice.size())]);
          break;
      }
    }
    expect_as_nlohmann(text);
    if (HasFailure()) break;
  }
}

TEST(JsonCheck, EveryShortTextOfJsonsOwnCharactersIsJudgedAsByTheLibrary) {
  constexpr std::string_view alphabet = "{}[]\":,1-.e ";
  std::string text;
  const auto grow = [&](auto&& self, std::size_t left) -> void {
    expect_as_nlohmann(text);
    if (left == 0) return;
    for (const char c : alphabet) {
      text.push_back(c);
      self(self, left - 1);
      text.pop_back();
    }
  };
  grow(grow, 4);
}

TEST(JsonCheck, AZeroByteEndsNothing) {  // in the library, it ends the text
  EXPECT_EQ(check(std::string_view("1\0", 2)), "something follows the value at byte 1");
}

TEST(JsonCheck, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(check(""), "the text ends where a value should be at byte 0");
  EXPECT_EQ(check("NaN"), "no JSON value begins like this at byte 0");
  EXPECT_EQ(check("[1 2]"), "a comma or a closing bracket is missing at byte 3");
  EXPECT_EQ(check("{\"a\" 1}"), "a colon is missing at byte 5");
  EXPECT_EQ(check("\"\\ud800\""), "a lone surrogate at byte 1");
  EXPECT_EQ(check("\"\xff\""), "a string is not UTF-8 at byte 1");
  EXPECT_EQ(check("1e999"), "a number is too large at byte 5");
  EXPECT_EQ(check("1 1"), "something follows the value at byte 2");
}

TEST(JsonCheck, BoundsTheDepth) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(check(nested(64)), "");
  EXPECT_EQ(check(nested(65)), "arrays and objects are too deep in each other at byte 64");
  EXPECT_EQ(check(nested(3), 3), "");
  EXPECT_THAT(check(nested(4), 3), HasSubstr("too deep"));
  EXPECT_EQ(check("1", 0), "");
  EXPECT_THAT(check(std::string(10'000'000, '[')), HasSubstr("too deep"));
  std::string objects;
  for (int i = 0; i < 32; ++i) objects += "[{\"a\":";
  objects += "1";
  for (int i = 0; i < 32; ++i) objects += "}]";
  EXPECT_EQ(check(objects), "");
}

TEST(JsonCheck, ReadsNothingPastItsText) {
  const std::string text = R"(["\ud83d\ude00",-1.5e+10,true,"12345678"])";
  for (std::size_t size = 0; size < text.size(); ++size) {
    const std::vector<char> exact(
        text.begin(),
        text.begin() + static_cast<std::ptrdiff_t>(size));  // so that AddressSanitizer sees a read past the end
    EXPECT_NE(check({exact.data(), exact.size()}), "") << size;
  }
}

TEST(JsonText, AppendsAStringAsTheLibraryDoes) {
  for (const std::string& text : {std::string(), std::string("plain"), std::string("\"\\/\b\f\n\r\t\x01\x1f\x7f"),
                                  std::string("caf\xc3\xa9 \xf0\x9f\x98\x80"), std::string("\0", 1)}) {
    std::string out = "=";
    append_string(out, text);
    EXPECT_EQ(out, "=" + json(text).dump());
  }
}

TEST(JsonText, BytesThatAreNoUtf8BecomeReplacementCharacters) {
  std::string out;
  append_string(out, "a\xff\xc3z\xed\xa0\x80");
  EXPECT_EQ(out, "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  EXPECT_EQ(check(out), "");
}

std::string seconds(std::int64_t nanoseconds) {
  std::string out;
  append_seconds(out, nanoseconds);
  return out;
}

TEST(JsonText, SecondsAreTheShortestTextOfTheNearestDouble) {
  EXPECT_EQ(seconds(1'516'459'331'040'829'000), "1516459331.040829");
  EXPECT_EQ(seconds(1'000'000'000'000'000'000), "1000000000.0");
  EXPECT_EQ(seconds(0), "0.0");
  EXPECT_EQ(seconds(1), "0.000000001");
  EXPECT_EQ(seconds(-1'500'000'000), "-1.5");
  EXPECT_EQ(check(seconds(INT64_MAX)), "");
  EXPECT_EQ(check(seconds(INT64_MIN)), "");
}

TEST(JsonText, SecondsOfMicrosecondsReadBackAsTheSameDouble) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 100'000; ++round) {
    const std::int64_t micros = std::uniform_int_distribution<std::int64_t>(0, 4'000'000'000'000'000)(random);
    const std::string exact =
        std::to_string(micros / 1'000'000) + "." + std::to_string(1'000'000 + micros % 1'000'000).substr(1);
    ASSERT_EQ(std::stod(seconds(micros * 1000)), std::stod(exact)) << exact;
  }
}

TEST(JsonText, OneLineHasNoRawLineEnds) {
  std::string out = "\n";
  append_one_line(out, "{\r\n \"a\\n\": 1\n}");
  EXPECT_EQ(out, "\n{   \"a\\n\": 1 }");
}

}  // namespace
}  // namespace netdumplings::json_text
