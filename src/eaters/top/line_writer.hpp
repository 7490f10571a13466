// Writes a line of a picture from left to right.
#pragma once

#include <string_view>

#include "eaters/top/picture.hpp"

namespace netdumplings::eaters::top {

class LineWriter {
 public:
  /// `line` is empty, and must outlive the writer.
  LineWriter(Line& line, int columns) : line_(line), columns_(columns) {}

  /// Appends text, cut at the end of the line.
  LineWriter& put(std::string_view text, Tone tone = Tone::plain);
  /// Appends a name and its value after a gap, if there is room for both.
  LineWriter& fact(std::string_view name, std::string_view value, Tone tone = Tone::strong);
  /// Puts text at the right end of the line, if there is room.
  void at_end(std::string_view text, Tone tone);
  void move_to(int column) { at_ = column; }
  [[nodiscard]] int at() const { return at_; }

 private:
  Line& line_;
  int columns_;
  int at_ = 0;
};

}  // namespace netdumplings::eaters::top
