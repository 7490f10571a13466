// What happens when a file of the log can't be read or written any more.
#pragma once

namespace netdumplings::hub {

/// Handles SIGBUS, which the kernel sends to a process that uses a mapped file beyond its end, or on a disk that fails.
/// If the file is a chunk of a log, the process says on stderr which file it is and ends with status 1; otherwise it
/// ends as it would without. Call it once, before there are other threads.
void end_when_files_get_lost();

}  // namespace netdumplings::hub
