// The three tables of nd-top.
#pragma once

#include <array>
#include <cstddef>

#include "eaters/top/overview.hpp"
#include "eaters/top/table.hpp"

namespace netdumplings::eaters::top {

inline constexpr std::size_t pane_count = 3;

/// Returns the tables of kitchens, chefs and eaters. Their columns are always the same.
std::array<Table, pane_count> tables(const Overview& overview);

/// Returns the column by which a table is sorted until the user chooses another.
std::size_t first_sort(std::size_t pane);

}  // namespace netdumplings::eaters::top
