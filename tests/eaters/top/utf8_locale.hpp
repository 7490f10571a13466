// Widths of characters come from the locale.
#pragma once

#include <gtest/gtest.h>

#include <clocale>

namespace netdumplings::eaters::top {

class Utf8Locale : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(std::setlocale(LC_CTYPE, "C.UTF-8"), nullptr); }
};

}  // namespace netdumplings::eaters::top
