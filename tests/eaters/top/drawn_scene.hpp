// A scene, and how it looks on the screen.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "eaters/top/cell_text.hpp"
#include "eaters/top/layout.hpp"
#include "eaters/top/utf8_locale.hpp"

namespace netdumplings::eaters::top {

class DrawnScene : public Utf8Locale {
 protected:
  DrawnScene() {
    scene_.hub = "localhost:11348";
    scene_.time_of_day = "14:42:11";
    scene_.link.kind = LinkState::Kind::connected;
    scene_.overview.hub.told = true;
    scene_.overview.hub.uptime = 265;
    scene_.overview.hub.dumplings_in = 107;
    scene_.overview.hub.in_rate = 12.34;
  }

  // The lines as they stand on the screen. Every span is held to be within its line, and after the one before.
  std::vector<std::string> lines(Size size = {24, 80}) {
    std::vector<std::string> all;
    const Picture drawn = picture(scene_, view_, size);
    EXPECT_LE(drawn.size(), static_cast<std::size_t>(size.lines));
    for (const Line& line : drawn) {
      std::string text;
      for (const Span& span : line) {
        EXPECT_GE(span.column, width(text)) << text << '|' << span.text;
        text += std::string(static_cast<std::size_t>(span.column - width(text)), ' ') + span.text;
      }
      EXPECT_LE(width(text), size.columns) << text;
      all.push_back(text);
    }
    return all;
  }

  // The line that begins with this word.
  std::string line_of(const std::string& word, Size size = {24, 80}) {
    for (const std::string& line : lines(size)) {
      if (line.starts_with(" " + word)) return line;
    }
    return "no line of " + word;
  }

  Scene scene_;
  View view_;
};

}  // namespace netdumplings::eaters::top
