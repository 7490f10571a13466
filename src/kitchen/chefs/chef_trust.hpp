// Whether root may run a module: who else could have written it?
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace netdumplings::kitchen {

/// Users who may own a module that root loads, and the folders above it.
struct TrustedOwners {
  std::vector<uid_t> users;
  /// The executable's real path: folders that it lies in are not asked about, as whoever can write those can change the
  /// executable itself.
  std::string executable;
};

/// Root, the user who called sudo, the owner of this executable, and `runs_as`, the user that chefs will run as.
TrustedOwners trusted_owners(uid_t runs_as);

/// Nothing when only trusted users can write the open file and the folders that it lies in, else one line that names
/// the path and the remedy. `path` is the file's real path, without links. A group counts as its user when it is the
/// user's own group (of the same name). A sticky folder (/tmp) may be anybody's to write in, as what a trusted user has
/// in it is safe there.
std::string why_not_trusted(int descriptor, const std::string& path, const TrustedOwners& trusted);

}  // namespace netdumplings::kitchen
