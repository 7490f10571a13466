// A table to draw: the text of its cells, and what they are sorted by.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "eaters/top/overview.hpp"

namespace netdumplings::eaters::top {

/// What a text means, which decides how it is drawn.
enum class Tone { plain, dim, strong, good, warn, bad, title, heading, chosen_heading };

struct Cell {
  std::string text = {};  // has no control characters
  Figure number = {};     // a column of numbers or states is sorted by it
  Tone tone = Tone::plain;
};

struct Column {
  enum class Kind {
    text,    // sorted from A to Z
    number,  // aligned to the right, sorted with the largest first
    state,   // a word, sorted with the worst first
  };
  std::string heading;
  Kind kind = Kind::text;
  int most = 40;         // cells of its width
  bool quarter = false;  // takes at most a quarter of the screen, as the first column does
};

using Row = std::vector<Cell>;  // a cell for each column

struct Table {
  std::string title = {};
  std::string note = {};   // shown beside the title
  std::string empty = {};  // shown if there are no rows
  std::vector<Column> columns = {};
  std::vector<Row> rows = {};
};

/// Sorts by a column, and rows that are equal by the first column. Unknown figures come last, even if the order is
/// `reversed`.
void sort(Table& table, std::size_t column, bool reversed);

}  // namespace netdumplings::eaters::top
