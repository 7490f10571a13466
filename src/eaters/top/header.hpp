// The first lines: the hub, its totals, and what is wrong.
#pragma once

#include "eaters/top/layout.hpp"

namespace netdumplings::eaters::top {

/// Appends two lines, and one or more of what is wrong.
void draw_header(Picture& lines, const Scene& scene, bool paused, Size size);

}  // namespace netdumplings::eaters::top
