// The first lines of the screen: the hub, its totals, and what is wrong.
#pragma once

#include "eaters/top/layout.hpp"

namespace netdumplings::eaters::top {

/// Appends a line about the hub, one with its totals, and one or more about what is wrong.
void draw_header(Picture& lines, const Scene& scene, bool paused, Size size);

}  // namespace netdumplings::eaters::top
