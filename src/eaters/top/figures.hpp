// Figures as a narrow column shows them.
#pragma once

#include <string>

#include "eaters/top/overview.hpp"

namespace netdumplings::eaters::top {

// What isn't known is `-`, in all of them.

/// `99999`, then with three digits and a unit: `123k`, `1.23M`.
std::string count_text(Figure count);
std::string count_text(std::size_t count);
/// A second: `0`, `0.4`, `12.3`, `1234`, then as a count.
std::string rate_text(Figure rate);
/// Seconds, as `0 s`, `59 s`, `3 min`, `5 h`, `2 d`.
std::string age_text(Figure seconds);

}  // namespace netdumplings::eaters::top
