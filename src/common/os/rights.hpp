// Gives up root's rights, before anything from outside is read.
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

/// The user that started the process.
struct Caller {
  uid_t uid = 0;                        // effective
  std::optional<std::string> sudo_uid;  // SUDO_UID and SUDO_GID, as sudo sets them
  std::optional<std::string> sudo_gid;
};
Caller this_caller();

/// Returns the user that nd-sniff has to run as: `wanted` (--relinquish-privileges) if it isn't empty; else, if root
/// started it, the user that called sudo, or `nobody`; else the user that started it. Returns root only if `wanted`
/// says so. The error says what is wrong with `wanted`.
Result<RunAs> choose_user(const std::string& wanted, const Caller& caller);

/// Makes the process run as `user`, without supplementary groups and capabilities, without a way to gain any
/// (no-new-privs), without the keys of the session that it was started in, and without the system calls that a kitchen
/// never needs (call_filter.hpp). Changes nothing if `user` is root. Call it before there is a second thread. After an
/// error the rights may be half given up, so the process must end.
Result<void> relinquish_rights(const RunAs& user);

/// Returns the end of an error message about a file: `instead`, or -Z with a user that has the rights. Returns "" if
/// `error`, an errno, isn't about rights.
std::string rights_remedy(int error, const std::string& instead);

}  // namespace netdumplings
