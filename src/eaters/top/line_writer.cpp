#include "eaters/top/line_writer.hpp"

#include "eaters/top/cell_text.hpp"

namespace netdumplings::eaters::top {

LineWriter& LineWriter::put(std::string_view text, Tone tone) {
  if (at_ >= columns_) return *this;
  line_.push_back({at_, cut(text, columns_ - at_), tone});
  at_ += width(line_.back().text);
  return *this;
}

LineWriter& LineWriter::fact(std::string_view name, std::string_view value, Tone tone) {
  constexpr int gap = 3;
  const int name_cells = name.empty() ? 0 : width(name) + 1;
  if (at_ + gap + name_cells + width(value) > columns_) return *this;
  at_ += gap;
  if (!name.empty()) {
    put(name, Tone::dim);
    ++at_;
  }
  return put(value, tone);
}

void LineWriter::at_end(std::string_view text, Tone tone) {
  const int column = columns_ - width(text);
  if (column <= at_) return;
  at_ = column;
  put(text, tone);
}

}  // namespace netdumplings::eaters::top
