// What the user looks at, and the keys that choose it.
#pragma once

#include <array>
#include <cstddef>

#include "eaters/top/tables.hpp"

namespace netdumplings::eaters::top {

enum class Key {
  none,
  next_pane,
  last_pane,
  kitchens,
  chefs,
  eaters,
  connections,
  sort,
  reverse,
  up,
  down,
  page_up,
  page_down,
  home,
  end,
  left,
  right,
  pause,
  help,
  quit,
  other,  // has no meaning
};

/// What one pane shows. Drawing the pane corrects rows and columns that don't exist.
struct PaneView {
  std::size_t sort_column = 0;
  bool reversed = false;
  std::size_t columns = 0;
  int first_row = 0;
  std::size_t first_column = 1;  // of the columns to the right of column 0, which is always shown
  bool follows_sorting = false;  // keep the column that the pane is sorted by in sight
  int rows_shown = 1;
};

class View {
 public:
  View();

  /// Does what the key means.
  void press(Key key);

  [[nodiscard]] std::size_t focus() const { return focus_; }
  [[nodiscard]] bool paused() const { return paused_; }
  [[nodiscard]] bool helps() const { return helps_; }
  [[nodiscard]] bool ended() const { return ended_; }
  PaneView& pane(std::size_t number) { return panes_[number]; }

 private:
  void press_in_pane(Key key, PaneView& pane);

  std::array<PaneView, pane_count> panes_{};
  std::size_t focus_ = 0;
  bool paused_ = false;
  bool helps_ = false;
  bool ended_ = false;
};

}  // namespace netdumplings::eaters::top
