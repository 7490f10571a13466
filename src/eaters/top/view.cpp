#include "eaters/top/view.hpp"

#include <limits>

namespace netdumplings::eaters::top {

View::View() {
  for (std::size_t i = 0; i < pane_count; ++i) {
    panes_[i].columns = table_of(i, {}).columns.size();
    panes_[i].sort_column = first_sort(i);
  }
}

void View::press(Key key) {
  if (key == Key::none) return;
  if (key == Key::quit) {
    ended_ = true;
  } else if (helps_ || key == Key::help) {
    helps_ = !helps_;  // any key closes the help
  } else if (key == Key::pause) {
    paused_ = !paused_;
  } else if (key == Key::next_pane || key == Key::last_pane) {
    focus_ = (focus_ + (key == Key::next_pane ? 1 : pane_count - 1)) % pane_count;
  } else if (key >= Key::kitchens && key <= Key::connections) {
    focus_ = static_cast<std::size_t>(key) - static_cast<std::size_t>(Key::kitchens);
  } else if (key != Key::other) {
    press_in_pane(key, panes_[focus_]);
  }
}

void View::press_in_pane(Key key, PaneView& pane) {
  constexpr int last = std::numeric_limits<int>::max() / 2;
  if (key == Key::sort) {
    pane.sort_column = (pane.sort_column + 1) % pane.columns;
    pane.reversed = false;
    pane.follows_sorting = true;
  } else if (key == Key::reverse) {
    pane.reversed = !pane.reversed;
  } else if (key == Key::left || key == Key::right) {
    pane.follows_sorting = false;
    if (key == Key::right) ++pane.first_column;
    if (key == Key::left && pane.first_column > 1) --pane.first_column;
  } else if (key == Key::home || key == Key::end) {
    pane.first_row = key == Key::home ? 0 : last;
  } else {
    const bool page = key == Key::page_up || key == Key::page_down;
    const bool back = key == Key::page_up || key == Key::up;
    pane.first_row += (page ? pane.rows_shown : 1) * (back ? -1 : 1);
  }
}

}  // namespace netdumplings::eaters::top
