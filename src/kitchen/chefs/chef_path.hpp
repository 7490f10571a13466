// Where modules of chefs are looked for, and what a --chef-module names.
#pragma once

#include <string>
#include <vector>

#include "common/result.hpp"

namespace netdumplings::kitchen {

/// The module that nd-sniff runs when no --chef-module is given.
inline constexpr const char* bundled_chefs = "netdumplings.dumplingchefs";

/// Folders to look for bare module names in: those of NETDUMPLINGS_CHEF_PATH (parted by colons), then the one that
/// belongs to this executable, in a build tree as in an install. Not all of them need exist.
std::vector<std::string> chef_path();

/// The library files that `wanted` names: itself when it is a file, all *.so of it in order when it is a folder, or a
/// module's bare name (the file's name without .so) found in a folder of `path`. What has no slash is a bare name first
/// and looked for in the current folder last.
Result<std::vector<std::string>> module_files(const std::string& wanted, const std::vector<std::string>& path);

}  // namespace netdumplings::kitchen
