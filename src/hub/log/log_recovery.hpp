// Finds what a hub left of its log in a folder, whether the hub was stopped or killed.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "common/log/logging.hpp"
#include "hub/log/log_chunk.hpp"
#include "hub/log/log_folder.hpp"

namespace netdumplings::hub {

/// Returns the chunks in `folder` that are whole, the oldest first, and logs what it found. Of a chunk that isn't whole
/// the damaged rest is cut off. Files without a chunk are removed; so are the oldest chunks, if there are more than
/// `most`.
std::vector<std::unique_ptr<LogChunk>> recover_chunks(const LogFolder& folder, std::size_t most, const Log& log);

}  // namespace netdumplings::hub
