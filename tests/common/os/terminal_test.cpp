#include "common/os/terminal.hpp"

#include <gtest/gtest.h>

namespace netdumplings::terminal {
namespace {

TEST(Harmless, LeavesPrintableTextAsItIs) {
  const std::string text = "kitchen \"1\" \\ m\xc3\xbcnchen \xe2\x82\xac \xf0\x9f\xa5\x9f";
  EXPECT_EQ(harmless(text), text);
  EXPECT_EQ(harmless(""), "");
}

TEST(Harmless, EscapesControlCharactersOfAllThreeKinds) {
  EXPECT_EQ(harmless(std::string("\0\x1b[2J\r\n\t", 8)), "\\u0000\\u001b[2J\\u000d\\u000a\\u0009");
  EXPECT_EQ(harmless("\x7f"), "\\u007f");
  EXPECT_EQ(harmless("\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0"), "\\u0080\\u009b\\u009f\xc2\xa0");
}

TEST(Harmless, EscapesBytesThatAreNoUtf8) {
  EXPECT_EQ(harmless("a\x9b\x33m"), "a\\x9b3m");
  EXPECT_EQ(harmless("\xc3"), "\\xc3");                             // cut off
  EXPECT_EQ(harmless("\xc0\x9b"), "\\xc0\\x9b");                    // overlong
  EXPECT_EQ(harmless("\xe0\x82\x9b"), "\\xe0\\x82\\x9b");           // overlong
  EXPECT_EQ(harmless("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // a surrogate
  EXPECT_EQ(harmless("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // past the last character
  EXPECT_EQ(harmless("\xe2\x82"
                     "a"),
            "\\xe2\\x82"
            "a");
}

TEST(Harmless, EscapesWhatHidesOrTurnsOtherText) {
  EXPECT_EQ(harmless("a\u202Eb\u200Bc\uFEFF\u00AD"), "a\\u202eb\\u200bc\\ufeff\\u00ad");
  EXPECT_EQ(harmless("\U000E0041"), "\\udb40\\udc41") << "a tag";
}

TEST(Harmless, LeavesNamesInAnyScriptAsTheyAre) {
  for (const char* name : {"m\u00fcnchen", "\u65e5\u672c", "K\u00fcche \u21161", "e\u0301", "\U0001F95F"}) {
    EXPECT_EQ(harmless(name), name);
  }
}

TEST(HarmlessJson, EscapesWhatJsonLetsStandAndStaysTheSameJson) {
  EXPECT_EQ(harmless_json("\"\x7f\xc2\x80\xc2\x9b\xc2\x9f\""), "\"\\u007f\\u0080\\u009b\\u009f\"");
  EXPECT_EQ(harmless_json("\"\u202E\U000E0041\""), "\"\\u202e\\udb40\\udc41\"");
  const std::string plain = "{\t\"m\xc3\xbcnchen\xc2\xa0\": \"\\u001b \xe2\x82\xac \xf0\x9f\xa5\x9f\"}";
  EXPECT_EQ(harmless_json(plain), plain);
  EXPECT_EQ(harmless_json("\xc2"), "\xc2");  // cut off
}

TEST(Bold, IsBoldOnlyWithColour) {
  EXPECT_EQ(bold("x", true), "\x1b[1mx\x1b[0m");
  EXPECT_EQ(bold("x", false), "x");
}

}  // namespace
}  // namespace netdumplings::terminal
