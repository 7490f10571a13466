// What is on the screen, as lines of text with tones. It is made without a terminal, and Screen paints it.
#pragma once

#include <string>
#include <vector>

#include "eaters/top/table.hpp"

namespace netdumplings::eaters::top {

struct Size {
  int lines = 24;
  int columns = 80;
};

struct Span {
  int column = 0;
  std::string text = {};  // has no control characters and ends within the line
  Tone tone = Tone::plain;
};

using Line = std::vector<Span>;  // from left to right, without overlaps
using Picture = std::vector<Line>;

}  // namespace netdumplings::eaters::top
