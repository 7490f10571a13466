#include "eaters/top/table.hpp"

#include <algorithm>

namespace netdumplings::eaters::top {
namespace {

int compare_text(const Cell& a, const Cell& b) { return a.text.compare(b.text); }

// Returns less than 0 if `a` is larger and so comes first.
int compare_number(const Cell& a, const Cell& b) { return a.number == b.number ? 0 : *a.number > *b.number ? -1 : 1; }

int compare(const Cell& a, const Cell& b, Column::Kind kind, bool reversed) {
  if (kind != Column::Kind::text && (!a.number || !b.number)) {
    return static_cast<int>(!a.number) - static_cast<int>(!b.number);
  }
  const int order = kind == Column::Kind::text ? compare_text(a, b) : compare_number(a, b);
  return reversed ? -order : order;
}

}  // namespace

void sort(Table& table, std::size_t column, bool reversed) {
  const Column::Kind kind = table.columns[column].kind;
  std::stable_sort(table.rows.begin(), table.rows.end(), [&](const Row& a, const Row& b) {
    const int order = compare(a[column], b[column], kind, reversed);
    return order != 0 ? order < 0 : compare_text(a.front(), b.front()) < 0;
  });
}

}  // namespace netdumplings::eaters::top
