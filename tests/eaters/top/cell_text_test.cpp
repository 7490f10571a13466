#include "eaters/top/cell_text.hpp"

#include "eaters/top/utf8_locale.hpp"

namespace netdumplings::eaters::top {
namespace {

class CellText : public Utf8Locale {};

TEST_F(CellText, WideCharactersTakeTwoCellsAndAccentsNone) {
  EXPECT_EQ(width(""), 0);
  EXPECT_EQ(width("münchen"), 7);
  EXPECT_EQ(width("日本"), 4);
  EXPECT_EQ(width("e\u0301"), 1);
}

TEST_F(CellText, WhatFitsIsNotCut) {
  EXPECT_EQ(cut("garage", 6), "garage");
  EXPECT_EQ(cut("日本", 4), "日本");
}

TEST_F(CellText, WhatDoesNotFitEndsWithAMark) {
  EXPECT_EQ(cut("garage", 5), "gara~");
  EXPECT_EQ(cut("garage", 1), "~");
  EXPECT_EQ(cut("garage", 0), "");
}

TEST_F(CellText, AWideCharacterIsNeverHalved) {
  EXPECT_EQ(cut("日本人", 5), "日本~");
  EXPECT_EQ(cut("日本人", 4), "日~");
}

TEST_F(CellText, WithoutUtf8EverythingKeepsItsWidth) { EXPECT_EQ(ascii("─ 日本 ü ▲▼"), "- ???? ? ^v"); }

}  // namespace
}  // namespace netdumplings::eaters::top
