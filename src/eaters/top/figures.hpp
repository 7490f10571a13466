// Figures as text for a narrow column.
#pragma once

#include <string>

#include "eaters/top/overview.hpp"

namespace netdumplings::eaters::top {

// Each returns `-` for a figure that isn't known.

/// Returns a count with up to five digits (`99999`), a larger one with three digits and a unit (`123k`, `1.23M`).
std::string count_text(Figure count);
std::string count_text(std::size_t count);
/// Returns a rate (a second), such as `0`, `0.4`, `12.3` or `1234`; larger ones like a count.
std::string rate_text(Figure rate);
/// Returns a time in seconds, such as `0 s`, `59 s`, `3 min`, `5 h` or `2 d`.
std::string age_text(Figure seconds);

/// Returns how long something took, such as `0 ms`, `150 ms` or `2.3 s`; from ten seconds on like age_text().
std::string duration_text(Figure seconds);

}  // namespace netdumplings::eaters::top
