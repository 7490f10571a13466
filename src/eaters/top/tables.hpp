// The tables of nd-top.
#pragma once

#include <cstddef>

#include "eaters/top/overview.hpp"
#include "eaters/top/table.hpp"

namespace netdumplings::eaters::top {

inline constexpr std::size_t pane_count = 4;
inline constexpr std::size_t connections_pane = 3;

/// Returns the table of kitchens, chefs, eaters or connections. Its columns are always the same.
Table table_of(std::size_t pane, const Overview& overview);

/// Returns the column by which a table is sorted until the user chooses another.
std::size_t first_sort(std::size_t pane);

}  // namespace netdumplings::eaters::top
