// Giving root's rights up before anything from outside is looked at.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "common/result.hpp"

namespace netdumplings {

/// A user to run as.
struct RunAs {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name;
};

/// What the process was started as.
struct Caller {
  uid_t uid = 0;                        // effective
  std::optional<std::string> sudo_uid;  // SUDO_UID and SUDO_GID, as sudo sets them
  std::optional<std::string> sudo_gid;
};
Caller this_caller();

/// Who nd-sniff is to run as: `wanted` (--relinquish-privileges), where it is not empty; else, for root, the user who
/// called sudo or `nobody`; else the user that it is. Root only when root was asked for. Errors say what is wrong with
/// `wanted`.
Result<RunAs> choose_user(const std::string& wanted, const Caller& caller);

/// Becomes `user`, without supplementary groups and capabilities, and can't gain any again (no-new-privs). As root it
/// keeps everything. For a process of one thread; on an error the process is in no state to go on.
Result<void> relinquish_rights(const RunAs& user);

/// How the error of a file that can't be used ends, when `error` (errno) is one of rights: `instead`, or the user who
/// may. Else "".
std::string rights_remedy(int error, const std::string& instead);

}  // namespace netdumplings
