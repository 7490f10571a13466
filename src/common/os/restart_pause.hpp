// How long a service that fails again and again waits before it exits.
#pragma once

#include <chrono>

namespace netdumplings {

/// Counts a failure of this service, and returns how long it should wait before it exits: systemd restarts it soon, and
/// a configuration that can't work would fill the journal for ever. Returns 0 for the first failure, then 1 s, 2 s, 4 s
/// and so on, at most defaults::longest_restart_pause; failures more than defaults::failures_in_a_row_within apart
/// begin again. Systemd stops and restarts a service that waits at once.
///
/// Returns 0 if the process is no service that systemd gives a folder (NOTIFY_SOCKET, RUNTIME_DIRECTORY) that keeps the
/// count: RuntimeDirectoryPreserve=restart.
std::chrono::seconds restart_pause();

}  // namespace netdumplings
