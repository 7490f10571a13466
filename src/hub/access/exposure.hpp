// A hub that other machines can reach, and what it lacks against them.
#pragma once

#include <string>
#include <vector>

namespace netdumplings::hub {

struct Protection {
  bool this_machine_only = false;
  bool kitchen_tokens = false;
  bool eater_tokens = false;
  bool encrypted = false;
};

/// Both empty for a hub that lacks nothing, or that only its own machine can reach.
struct Exposure {
  std::vector<std::string> flags;  // that would give what is missing
  std::string warning;             // in one line
};

Exposure exposure_of(const Protection& protection);

}  // namespace netdumplings::hub
