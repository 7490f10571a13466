// A table to be drawn: cells as text, and what they are sorted by.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "eaters/top/overview.hpp"

namespace netdumplings::eaters::top {

/// How something is drawn: what it means, not what it looks like.
enum class Tone { plain, dim, strong, good, warn, bad, title, heading, chosen_heading };

struct Cell {
  std::string text = {};  // harmless
  Figure number = {};     // what a column of numbers is sorted by
  Tone tone = Tone::plain;
};

struct Column {
  enum class Kind {
    text,    // sorted from A to Z
    number,  // to the right; sorted with the largest first
    state,   // words, sorted by how bad they are, the worst first
  };
  std::string heading;
  Kind kind = Kind::text;
  int most = 40;  // cells
};

using Row = std::vector<Cell>;  // a cell for each column

struct Table {
  std::string title = {};
  std::string note = {};   // beside the title
  std::string empty = {};  // what is said instead of rows
  std::vector<Column> columns = {};
  std::vector<Row> rows = {};
};

/// Sorts by a column, what is unknown last; equal ones by the first column. `reversed` turns the order round, but for
/// the unknown.
void sort(Table& table, std::size_t column, bool reversed);

}  // namespace netdumplings::eaters::top
