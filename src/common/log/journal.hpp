// systemd's journal as the place where a log goes.
#pragma once

namespace netdumplings {

/// Returns whether standard error goes to the journal (JOURNAL_STREAM of systemd.exec(5)). The journal has its own
/// times, and reads a line's priority from a number in front of it (sd-daemon(3)).
bool stderr_is_journal();

}  // namespace netdumplings
