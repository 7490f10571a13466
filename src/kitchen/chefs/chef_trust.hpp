// Whether root may run a module, or somebody else could have written it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace netdumplings::kitchen {

/// Users that may own a module that root loads, and the folders above it.
struct TrustedOwners {
  std::vector<uid_t> users;
  /// The executable's real path. The folders above it are not checked: a user who can write them can change the
  /// executable itself.
  std::string executable;
};

/// Returns root, the user who called sudo, the owner of this executable, and `runs_as`, the user that chefs will run
/// as.
TrustedOwners trusted_owners(uid_t runs_as);

/// Returns "" if only trusted users can write the open file and the folders above it, else one line that names the path
/// and the remedy. `path` is the file's real path, without links. A group with the name of a trusted user counts as
/// that user. Everybody may be able to write in a sticky folder (/tmp), as a trusted user's files are safe there.
std::string why_not_trusted(int descriptor, const std::string& path, const TrustedOwners& trusted);

}  // namespace netdumplings::kitchen
