// A tool's standard output, and the signals that interrupt it.
#pragma once

#include <unistd.h>

#include "eaters/interrupts.hpp"
#include "eaters/output.hpp"

namespace netdumplings::eaters {

struct Console {
  Interrupts interrupts;
  Output output{STDOUT_FILENO, interrupts.fd()};
};

}  // namespace netdumplings::eaters
