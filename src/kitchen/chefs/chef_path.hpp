// Finds the module files that a --chef-module names.
#pragma once

#include <string>
#include <vector>

#include "common/result.hpp"

namespace netdumplings::kitchen {

/// The module that nd-sniff runs if no --chef-module is given.
inline constexpr const char* bundled_chefs = "netdumplings.dumplingchefs";

/// Returns the folders in which bare module names are looked for: those of NETDUMPLINGS_CHEF_PATH, which are separated
/// by colons, then the one that belongs to this executable, in a build tree and in an installation. They may not exist.
std::vector<std::string> chef_path();

/// Returns the library files that `wanted` names. If it is a file, that is the file; if it is a folder, all *.so files
/// in it, in order. A name without a slash is first looked for in the folders of `path`, with .so added, and then in
/// the current folder.
Result<std::vector<std::string>> module_files(const std::string& wanted, const std::vector<std::string>& path);

}  // namespace netdumplings::kitchen
