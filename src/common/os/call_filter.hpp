// Takes system calls away from the process that a kitchen never needs, with a seccomp filter.
#pragma once

#include "common/result.hpp"

namespace netdumplings {

/// Makes the system calls fail that a kitchen and its chefs never need, with EPERM: to put keystrokes into a terminal
/// (TIOCSTI, TIOCLINUX), to look into other processes, to use the kernel's keys, to make namespaces and mounts, to load
/// code into the kernel, to set the machine's clock and name. Calls of another ABI (on x86-64: i386's and x32's) all
/// fail. This holds for all threads that are started later and all programs that are executed, and can't be undone.
/// Needs no-new-privs; call it before there is a second thread.
Result<void> deny_unneeded_calls();

}  // namespace netdumplings
