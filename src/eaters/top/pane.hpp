// Draws a table: its title, its headings, and as many rows and columns as there is room for.
#pragma once

#include <cstddef>

#include "eaters/top/picture.hpp"
#include "eaters/top/table.hpp"
#include "eaters/top/view.hpp"

namespace netdumplings::eaters::top {

inline constexpr int pane_frame = 2;  // lines above the rows

struct PanePlace {
  std::size_t number = 0;
  bool focused = false;
  Size size = {};  // at least 3 lines
};

/// Sorts the table as `view` says, and appends the pane's lines to the picture. Corrects what `view` asks for if there
/// is no such row or column.
void draw_pane(Picture& picture, Table& table, PaneView& view, const PanePlace& place);

}  // namespace netdumplings::eaters::top
