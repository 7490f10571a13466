#include "hub/log/log_recovery.hpp"

#include <algorithm>
#include <utility>

#include "common/os/terminal.hpp"

namespace netdumplings::hub {

void LogRecovery::run(const DumplingLog::TopicOf& topic_of) {
  auto found = find_chunks();
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) { return a.serial < b.serial; });
  const std::size_t most = log_.ring_.size();
  while (found.size() > most) {
    found.front().chunk->memory_.remove_file();
    found.erase(found.begin());
  }
  take(found);
  for (const auto& chunk : log_.chunks_) {
    for (std::uint32_t i = 0; i < chunk->count(); ++i) chunk->set_topic(i, topic_of(chunk->message(i)));
  }
  tell();
}

std::vector<LogRecovery::Found> LogRecovery::find_chunks() {
  std::vector<Found> found;
  for (const std::string& path : log_.folder_->chunk_paths()) {
    auto memory = log_.folder_->old_chunk(path);
    if (!memory) {
      ++damaged_;
      log_.log_->warn("{} of the log can't be read: {}", terminal::harmless(path), memory.error());
      continue;
    }
    auto chunk = std::make_unique<LogChunk>(std::move(*memory));
    const auto state = chunk->recover();
    if (state == LogChunk::Found::nothing) {
      if (!chunk->is_unused()) ++damaged_;
      chunk->memory_.remove_file();
      continue;
    }
    if (state == LogChunk::Found::cut) ++damaged_;
    const std::uint64_t serial = chunk->header()->serial;
    found.push_back({std::move(chunk), serial});
  }
  return found;
}

// Chunks are counted anew; positions go on.
void LogRecovery::take(std::vector<Found>& found) {
  std::uint64_t number = 0;
  for (Found& each : found) {
    LogChunk& chunk = *each.chunk;
    chunk.number_.store(number, std::memory_order_relaxed);
    log_.place_of(number).store(&chunk, std::memory_order_relaxed);
    log_.newest_chunk_.store(number++, std::memory_order_relaxed);
    log_.next_serial_ = each.serial + 1;
    log_.head_.store(chunk.first() + chunk.count(), std::memory_order_relaxed);
    if (chunk.count() > 0) {
      log_.newest_arrival_ = std::max(log_.newest_arrival_, chunk.entry(chunk.count() - 1).arrival_ms);
    }
    log_.chunks_.push_back(std::move(each.chunk));
  }
  if (!log_.chunks_.empty()) log_.chunks_.back()->recall(log_.sessions_);
}

Result<void> LogRecovery::make_ready() {
  const std::size_t missing = log_.chunks_.size() < 2 ? 2 - log_.chunks_.size() : 0;
  for (std::size_t i = 0; i < missing; ++i) {
    const auto chunk = log_.new_chunk();
    if (!chunk) {
      return Error{"The log folder " + terminal::harmless(log_.folder_->path()) + " can't be used: " + chunk.error() +
                   "; a log needs " + std::to_string((2 * log_.chunk_bytes_) >> 20U) + " MiB at least"};
    }
    log_.spares_.push_back(*chunk);
  }
  if (missing == 2) log_.begin_chunk(log_.free_chunk(), 0);
  return {};
}

void LogRecovery::tell() const {
  const auto& chunks = log_.chunks_;
  if (damaged_ > 0) {
    log_.log_->warn("{} of the log's files {} damaged: what could not be read is left out", damaged_,
                    damaged_ == 1 ? "was" : "were");
  }
  std::size_t entries = 0;
  for (const auto& chunk : chunks) entries += chunk->count();
  if (entries == 0) return;
  log_.log_->info("The log in {} goes on behind {} dumplings", terminal::harmless(log_.folder_->path()), entries);
}

}  // namespace netdumplings::hub
