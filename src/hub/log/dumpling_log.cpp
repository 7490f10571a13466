#include "hub/log/dumpling_log.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "common/os/terminal.hpp"
#include "hub/log/log_id.hpp"
#include "hub/log/log_recovery.hpp"

namespace netdumplings::hub {
namespace {

std::size_t chunks_for(std::size_t bytes, std::size_t chunk_bytes) {
  return std::max<std::size_t>(2, bytes / chunk_bytes);
}

}  // namespace

DumplingLog::DumplingLog(std::size_t bytes, std::size_t chunk_bytes)
    : id_(random_log_id()), chunk_bytes_(chunk_bytes), ring_(chunks_for(bytes, chunk_bytes)) {
  begin_chunk(free_chunk(), 0);
}

DumplingLog::DumplingLog(LogFolder folder, std::size_t bytes, std::size_t chunk_bytes, Log log)
    : folder_(std::move(folder)),
      id_(folder_->id()),
      chunk_bytes_(chunk_bytes),
      ring_(chunks_for(bytes, chunk_bytes)),
      log_(std::move(log)) {}

Result<std::unique_ptr<DumplingLog>> DumplingLog::open(const std::string& path, std::size_t bytes,
                                                       std::size_t chunk_bytes, const TopicOf& topic_of, Log log) {
  auto folder = LogFolder::open(path);
  if (!folder) return Error{folder.error()};
  std::unique_ptr<DumplingLog> opened(new DumplingLog(std::move(*folder), bytes, chunk_bytes, std::move(log)));
  LogRecovery recovery(*opened);
  recovery.run(topic_of);
  if (const auto ready = recovery.make_ready(); !ready) return Error{ready.error()};
  return opened;
}

DumplingLog::~DumplingLog() {
  if (!folder_ || !std::all_of(chunks_.begin(), chunks_.end(), [](const auto& c) { return c->memory_.sync(); })) return;
  folder_->mark_whole();
}

bool DumplingLog::append(const Record& record) {
  if (record.message.size() > largest_message()) return false;
  Chunk* chunk = place_of(newest_chunk_.load(std::memory_order_relaxed)).load(std::memory_order_relaxed);
  if (!chunk->fits(record.message.size()) || (record.session != nullptr && !chunk->mark(*record.session))) {
    next_chunk();
    chunk = place_of(newest_chunk_.load(std::memory_order_relaxed)).load(std::memory_order_relaxed);
  }
  newest_arrival_ = std::max(newest_arrival_, record.arrival_ms);
  chunk->append(record, newest_arrival_);
  if (record.session != nullptr) record.session->number = std::max(record.session->number, record.session_number);
  head_.store(head_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  return true;
}

// A reader counts itself in before it looks whose chunk it is; the writer makes it nobody's before it looks who is
// counted in. In whichever order that happens, one of the two sees the other.
DumplingLog::Pin DumplingLog::pin(std::uint64_t number) const {
  Chunk* const chunk = ring_[number % ring_.size()].load(std::memory_order_acquire);
  if (chunk == nullptr) return {};
  chunk->pins_.fetch_add(1, std::memory_order_seq_cst);
  Pin pin(chunk);
  return chunk->number_.load(std::memory_order_seq_cst) == number ? std::move(pin) : Pin();
}

void DumplingLog::next_chunk() {
  const std::uint64_t newest = newest_chunk_.load(std::memory_order_relaxed);
  if (newest - oldest_chunk_.load(std::memory_order_relaxed) + 1 == ring_.size()) retire_oldest();
  begin_chunk(free_chunk(), newest + 1);
}

void DumplingLog::begin_chunk(Chunk& chunk, std::uint64_t number) {
  chunk.begin(number, next_serial_++, head_.load(std::memory_order_relaxed), sessions_);
  place_of(number).store(&chunk, std::memory_order_release);
  newest_chunk_.store(number, std::memory_order_release);
}

// On a full disk the ring gets shorter; a pin is never held for longer than one send takes.
DumplingLog::Chunk& DumplingLog::free_chunk() {
  while (true) {
    if (Chunk* const spare = unread_spare()) return *spare;
    const auto fresh = new_chunk();
    if (fresh) return **fresh;
    tell_full(fresh.error());
    if (oldest_chunk_.load(std::memory_order_relaxed) < newest_chunk_.load(std::memory_order_relaxed)) {
      retire_oldest();
    } else {
      std::this_thread::yield();
    }
  }
}

void DumplingLog::retire_oldest() {
  const std::uint64_t number = oldest_chunk_.load(std::memory_order_relaxed);
  Chunk* const chunk = place_of(number).load(std::memory_order_relaxed);
  chunk->number_.store(Chunk::nobody, std::memory_order_seq_cst);
  spares_.push_back(chunk);
  oldest_chunk_.store(number + 1, std::memory_order_release);
}

// A chunk of another size, from a hub with other limits, makes room for one of ours.
DumplingLog::Chunk* DumplingLog::unread_spare() {
  for (auto spare = spares_.rbegin(); spare != spares_.rend(); ++spare) {
    Chunk* const chunk = *spare;
    if (chunk->pins_.load(std::memory_order_seq_cst) != 0) continue;
    if (chunk->memory_.size() != chunk_bytes_) {
      chunk->memory_.remove_file();
      chunk->memory_ = ChunkMemory::none();
      auto memory = new_memory();
      if (!memory) continue;
      chunk->memory_ = std::move(*memory);
    }
    spares_.erase(std::next(spare).base());
    return chunk;
  }
  return nullptr;
}

Result<ChunkMemory> DumplingLog::new_memory() {
  return folder_ ? folder_->new_chunk(chunk_bytes_) : ChunkMemory::in_memory(chunk_bytes_);
}

Result<DumplingLog::Chunk*> DumplingLog::new_chunk() {
  auto memory = new_memory();
  if (!memory) return Error{memory.error()};
  return chunks_.emplace_back(std::make_unique<Chunk>(std::move(*memory))).get();
}

void DumplingLog::tell_full(const std::string& why) {
  const auto more = full_lines_.due();
  if (!more || !log_) return;
  log_->warn("The log folder {} gives no room for more ({}): the oldest dumplings make room for new ones{}",
             terminal::harmless(folder_->path()), why, *more);
}

}  // namespace netdumplings::hub
