// The three tables of nd-top.
#pragma once

#include <array>
#include <cstddef>

#include "eaters/top/overview.hpp"
#include "eaters/top/table.hpp"

namespace netdumplings::eaters::top {

inline constexpr std::size_t pane_count = 3;

/// Kitchens, chefs, eaters. The columns are the same whatever there is to show; each table is first sorted by the one
/// that first_sort() names.
std::array<Table, pane_count> tables(const Overview& overview);

std::size_t first_sort(std::size_t pane);

}  // namespace netdumplings::eaters::top
