// What a hub lacks that other machines can reach.
#pragma once

#include <string>
#include <vector>

namespace netdumplings::hub {

/// How a hub is protected.
struct Protection {
  bool this_machine_only = false;  // listens on addresses of its own machine only
  bool behind_proxy = false;       // a proxy lets eaters of other machines in
  bool kitchen_tokens = false;     // whether kitchens need a token
  bool eater_tokens = false;       // whether eaters need a token
  bool encrypted = false;
};

/// Both are empty if the hub lacks nothing, or if only its own machine can reach it.
struct Exposure {
  std::vector<std::string> flags;  // the flags of nd-hub that would protect it
  std::string warning;             // one line for the log
};

Exposure exposure_of(const Protection& protection);

}  // namespace netdumplings::hub
