#include "hub/log/log_recovery.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "common/os/terminal.hpp"

namespace netdumplings::hub {
namespace {

using Chunks = std::vector<std::unique_ptr<LogChunk>>;

// `damaged` counts the files of which something couldn't be read.
Chunks find_chunks(const LogFolder& folder, const Log& log, std::size_t& damaged) {
  Chunks found;
  for (const std::string& path : folder.chunk_paths()) {
    auto memory = ChunkMemory::old_file(path);
    if (!memory) {
      ++damaged;
      log->warn("{} of the log can't be read: {}", terminal::harmless(path), memory.error());
      continue;
    }
    auto chunk = std::make_unique<LogChunk>(std::move(*memory));
    const auto state = chunk->recover();
    if (state == LogChunk::Found::cut) ++damaged;
    if (state != LogChunk::Found::nothing) {
      found.push_back(std::move(chunk));
      continue;
    }
    if (!chunk->is_unused()) ++damaged;
    chunk->drop_memory();
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a->serial() < b->serial(); });
  return found;
}

void log_what_was_found(const LogFolder& folder, const Log& log, const Chunks& chunks, std::size_t damaged) {
  if (damaged > 0) {
    log->warn("{} of the log's files {} damaged: what could not be read is left out", damaged,
              damaged == 1 ? "was" : "were");
  }
  std::size_t entries = 0;
  for (const auto& chunk : chunks) entries += chunk->count();
  if (entries == 0) return;
  log->info("The log in {} goes on after {} dumplings", terminal::harmless(folder.path()), entries);
}

}  // namespace

Chunks recover_chunks(const LogFolder& folder, std::size_t most, const Log& log) {
  std::size_t damaged = 0;
  Chunks found = find_chunks(folder, log, damaged);
  while (found.size() > most) {
    found.front()->drop_memory();
    found.erase(found.begin());
  }
  log_what_was_found(folder, log, found, damaged);
  return found;
}

}  // namespace netdumplings::hub
