// Finds what a hub left of its log in a folder, whether the hub was stopped or killed.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "common/log/logging.hpp"
#include "hub/log/log_chunk.hpp"
#include "hub/log/log_folder.hpp"

namespace netdumplings::hub {

struct Recovered {
  std::vector<std::unique_ptr<LogChunk>> chunks;
  bool end_is_whole = true;  // false if entries may be missing after the last one that was found
};

/// Returns the log's chunks in `folder`, the oldest first, and logs what it found. The numbers of their entries rise
/// from chunk to chunk. Only their headers have been read, except for the newest one, which has been checked; so it
/// takes as long as there are files, not as long as they are. `on_wait` is called each second or so while it lasts.
///
/// Files that are no chunk of this log, or that don't fit between the others, are named in the log and left alone.
/// Files that were never used are removed; so are the oldest chunks, if there are more than `most`.
Recovered recover_chunks(const LogFolder& folder, std::size_t most, const Log& log,
                         const std::function<void()>& on_wait = {});

/// Logs that a part of the chunk, which has been checked, couldn't be read.
void log_damage(const Log& log, const LogChunk& chunk);

}  // namespace netdumplings::hub
