#include "eaters/top/pane.hpp"

#include <algorithm>
#include <string>

#include "eaters/top/cell_text.hpp"
#include "eaters/top/figures.hpp"
#include "eaters/top/line_writer.hpp"

namespace netdumplings::eaters::top {
namespace {

constexpr int margin = 1;
constexpr int gap = 2;
constexpr int least_of_cut_column = 8;

class PaneDrawing {
 public:
  PaneDrawing(Picture& picture, Table& table, PaneView& view, const PanePlace& place)
      : picture_(picture), table_(table), view_(view), place_(place), columns_(place.size.columns) {}

  void draw() {
    sort(table_, view_.sort_column, view_.reversed);
    measure();
    choose_columns();
    choose_rows();
    draw_title();
    draw_headings();
    draw_rows();
  }

 private:
  struct Place {
    std::size_t column;
    int at;
    int cells;
  };

  void measure() {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      int widest = width(table_.columns[i].heading);
      for (const Row& row : table_.rows) widest = std::max(widest, width(row[i].text));
      const Column& column = table_.columns[i];
      const bool quarter = i == 0 || column.quarter;
      widths_.push_back(std::min(widest, quarter ? std::clamp(columns_ / 4, 10, column.most) : column.most));
    }
  }

  // Returns the first column, and as many columns from `first` on as there is room for.
  [[nodiscard]] std::vector<Place> columns_from(std::size_t first) const {
    std::vector<Place> places{{0, margin, widths_[0]}};
    int at = margin + widths_[0] + gap;
    for (std::size_t i = first; i < widths_.size(); ++i) {
      const int left = columns_ - at;
      const bool may_be_cut = table_.columns[i].kind == Column::Kind::text && left >= least_of_cut_column;
      if (widths_[i] > left && !may_be_cut) break;
      places.push_back({i, at, std::min(widths_[i], left)});
      at += widths_[i] + gap;
    }
    return places;
  }

  void choose_columns() {
    std::size_t last_start = 1;  // all columns from here on are in sight
    while (last_start + 1 < widths_.size() && columns_from(last_start).back().column + 1 < widths_.size()) ++last_start;
    view_.first_column = std::clamp<std::size_t>(view_.first_column, 1, last_start);
    if (view_.follows_sorting && view_.sort_column > 0) {
      view_.first_column = std::min(view_.first_column, view_.sort_column);
      while (columns_from(view_.first_column).back().column < view_.sort_column) ++view_.first_column;
    }
    places_ = columns_from(view_.first_column);
  }

  void choose_rows() {
    const int rows = static_cast<int>(table_.rows.size());
    view_.rows_shown = std::max(1, place_.size.lines - pane_frame);
    view_.first_row = std::clamp(view_.first_row, 0, std::max(0, rows - view_.rows_shown));
  }

  void draw_title() {
    const Tone tone = place_.focused ? Tone::title : Tone::dim;
    std::string rule;
    for (int i = 0; i < columns_; ++i) rule += "─";
    LineWriter line(picture_.emplace_back(), columns_);
    line.put("─", tone).put(" " + std::to_string(place_.number + 1) + " " + table_.title + " ", tone);
    if (!table_.rows.empty()) line.put(count_text(table_.rows.size()) + " ", tone);
    if (!table_.note.empty()) line.put("(" + table_.note + ") ", Tone::warn);
    const std::string right = what_is_out_of_sight();
    const int end = columns_ - width(right);
    while (line.at() < end) line.put("─", Tone::dim);
    line.put(right, Tone::dim);
  }

  [[nodiscard]] std::string what_is_out_of_sight() const {
    const int rows = static_cast<int>(table_.rows.size());
    const std::size_t hidden = table_.columns.size() - places_.size();
    std::string text;
    if (rows > view_.rows_shown) {
      text = " rows " + std::to_string(view_.first_row + 1) + "-" +
             std::to_string(std::min(rows, view_.first_row + view_.rows_shown)) + " of " + std::to_string(rows);
    }
    if (hidden > 0 && place_.focused) text += " <> " + std::to_string(hidden) + " more columns";
    return text.empty() ? text : text + " ─";
  }

  void draw_headings() {
    LineWriter line(picture_.emplace_back(), columns_);
    for (const Place& place : places_) {
      const Column& column = table_.columns[place.column];
      const bool chosen = place.column == view_.sort_column;
      const std::string heading = cut(column.heading, place.cells);
      const bool to_the_right = column.kind == Column::Kind::number;
      line.move_to(place.at + (to_the_right ? place.cells - width(heading) : 0));
      line.put(heading + (chosen ? arrow(column) : ""), chosen ? Tone::chosen_heading : Tone::heading);
    }
  }

  [[nodiscard]] const char* arrow(const Column& column) const {
    const bool rises = (column.kind == Column::Kind::text) != view_.reversed;
    return rises ? "▲" : "▼";
  }

  void draw_rows() {
    if (table_.rows.empty()) {
      LineWriter line(picture_.emplace_back(), columns_);
      line.move_to(margin);
      line.put(table_.empty, Tone::dim);
    }
    const std::size_t first = static_cast<std::size_t>(view_.first_row);
    const std::size_t end = std::min(table_.rows.size(), first + static_cast<std::size_t>(view_.rows_shown));
    for (std::size_t i = first; i < end; ++i) draw_row(table_.rows[i]);
  }

  void draw_row(const Row& row) {
    LineWriter line(picture_.emplace_back(), columns_);
    for (const Place& place : places_) {
      const Cell& cell = row[place.column];
      const std::string text = cut(cell.text, place.cells);
      const bool to_the_right = table_.columns[place.column].kind == Column::Kind::number;
      line.move_to(place.at + (to_the_right ? place.cells - width(text) : 0));
      line.put(text, cell.tone);
    }
  }

  Picture& picture_;
  Table& table_;
  PaneView& view_;
  const PanePlace& place_;
  const int columns_;
  std::vector<int> widths_;
  std::vector<Place> places_;
};

}  // namespace

void draw_pane(Picture& picture, Table& table, PaneView& view, const PanePlace& place) {
  PaneDrawing(picture, table, view, place).draw();
}

}  // namespace netdumplings::eaters::top
