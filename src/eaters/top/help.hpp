// The help: what the keys do, and what the columns mean.
#pragma once

#include "eaters/top/picture.hpp"

namespace netdumplings::eaters::top {

/// Returns the help, cut to the size.
Picture help_picture(Size size);

}  // namespace netdumplings::eaters::top
