#include "eaters/top/layout.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "eaters/top/cell_text.hpp"
#include "eaters/top/header.hpp"
#include "eaters/top/help.hpp"
#include "eaters/top/line_writer.hpp"
#include "eaters/top/pane.hpp"

namespace netdumplings::eaters::top {
namespace {

// The panes of kitchens, chefs and eaters share the screen. There are more connections than anything else, so their
// pane has the screen for itself.
constexpr std::size_t sharing_panes = 3;
using SharedTables = std::array<Table, sharing_panes>;
using Heights = std::array<int, sharing_panes>;

// Returns the lines of each pane. Each gets as many as it has rows, if there is room; otherwise the panes without the
// focus shrink first, down to a few rows.
Heights heights_of(const SharedTables& all, std::size_t focus, int lines) {
  constexpr int least = pane_frame + 1;
  constexpr int few = pane_frame + 3;
  Heights heights{};
  if (lines < static_cast<int>(sharing_panes) * least) {
    heights[focus] = lines;
    return heights;
  }
  int left = lines;
  for (std::size_t i = 0; i < sharing_panes; ++i) {
    heights[i] = pane_frame + std::max(1, static_cast<int>(all[i].rows.size()));
    left -= heights[i];
  }
  const auto shrink = [&](std::size_t pane, int to) {
    const int by = std::clamp(-left, 0, std::max(0, heights[pane] - to));
    heights[pane] -= by;
    left += by;
  };
  for (const int to : {few, least}) {
    for (std::size_t i = 0; i < sharing_panes; ++i) {
      if (i != focus) shrink(i, to);
    }
    if (to == few) shrink(focus, few);
  }
  shrink(focus, least);
  return heights;
}

Picture too_small(Size size) {
  Picture lines(1);
  const auto text = [](Size of) { return std::to_string(of.columns) + "x" + std::to_string(of.lines); };
  LineWriter(lines[0], size.columns).put("Too small: " + text(size) + ", needs " + text(least_size), Tone::bad);
  return lines;
}

void draw_footer(Picture& lines, Size size) {
  lines.resize(static_cast<std::size_t>(size.lines) - 1);
  LineWriter line(lines.emplace_back(), size.columns);
  line.put(" ");
  using KeyName = std::pair<const char*, const char*>;
  for (const auto& [key, name] : {KeyName{"Tab 1-4", "pane"},
                                  {"s", "sort"},
                                  {"r", "reverse"},
                                  {"arrows", "move"},
                                  {"p", "pause"},
                                  {"?", "help"},
                                  {"q", "quit"}}) {
    if (line.at() + width(key) + 1 + width(name) > size.columns) break;
    line.put(key, Tone::strong).put(" ").put(name, Tone::dim).put("  ");
  }
}

void draw_panes(Picture& lines, const Overview& overview, View& view, Size size) {
  const int room = size.lines - static_cast<int>(lines.size()) - 1;
  const std::size_t focus = view.focus();
  if (focus >= sharing_panes) {
    Table table = table_of(focus, overview);
    return draw_pane(lines, table, view.pane(focus), {focus, true, {room, size.columns}});
  }
  SharedTables all;
  for (std::size_t i = 0; i < sharing_panes; ++i) all[i] = table_of(i, overview);
  const Heights heights = heights_of(all, focus, room);
  for (std::size_t i = 0; i < sharing_panes; ++i) {
    if (heights[i] > 0) draw_pane(lines, all[i], view.pane(i), {i, i == focus, {heights[i], size.columns}});
  }
}

}  // namespace

Picture picture(const Scene& scene, View& view, Size size) {
  if (size.lines < least_size.lines || size.columns < least_size.columns) return too_small(size);
  if (view.helps()) return help_picture(size);
  Picture lines;
  draw_header(lines, scene, view.paused(), size);
  draw_panes(lines, scene.overview, view, size);
  draw_footer(lines, size);
  return lines;
}

}  // namespace netdumplings::eaters::top
