#include "hub/log/dumpling_log.hpp"

#include <algorithm>
#include <cassert>
#include <string>
#include <thread>
#include <utility>

#include "common/os/terminal.hpp"
#include "hub/log/log_id.hpp"
#include "hub/log/log_recovery.hpp"

namespace netdumplings::hub {
namespace {

std::size_t chunks_for(std::size_t bytes, std::size_t chunk_bytes) {
  return std::max(defaults::fewest_log_chunks, bytes / chunk_bytes);
}

}  // namespace

DumplingLog::DumplingLog(std::size_t bytes, std::size_t chunk_bytes)
    : id_(random_log_id()), key_(random_sip_key()), chunk_bytes_(chunk_bytes), ring_(chunks_for(bytes, chunk_bytes)) {
  begin_chunk(free_chunk(), 0);
}

DumplingLog::DumplingLog(LogFolder folder, std::size_t bytes, std::size_t chunk_bytes, Log log)
    : folder_(std::move(folder)),
      key_(folder_->key()),
      chunk_bytes_(chunk_bytes),
      ring_(chunks_for(bytes, chunk_bytes)),
      log_(std::move(log)) {}

Result<std::unique_ptr<DumplingLog>> DumplingLog::open(const std::string& path, std::size_t bytes,
                                                       std::size_t chunk_bytes, Log log,
                                                       const std::function<void()>& on_wait) {
  auto folder = LogFolder::open(path);
  if (!folder) return Error{folder.error()};
  std::unique_ptr<DumplingLog> opened(new DumplingLog(std::move(*folder), bytes, chunk_bytes, std::move(log)));
  Recovered found = recover_chunks(*opened->folder_, opened->ring_.size(), opened->log_, on_wait);
  if (!found.end_is_whole) {
    if (const auto renamed = opened->folder_->give_new_name(); !renamed) return Error{renamed.error()};
  }
  opened->id_ = opened->folder_->id();
  opened->take_over(std::move(found.chunks));
  if (const auto ready = opened->make_ready(); !ready) return Error{ready.error()};
  return opened;
}

// Chunks are numbered from 0 again; the numbers of entries and the serials go on.
void DumplingLog::take_over(std::vector<std::unique_ptr<LogChunk>> found) {
  assert(chunks_.empty() && found.size() <= ring_.size());
  std::uint64_t number = 0;
  for (const auto& chunk : found) {
    chunk->take_over(number);
    if (!folder_->was_whole()) chunk->may_be_unsynced();
    place_of(number).store(chunk.get(), std::memory_order_relaxed);
    newest_chunk_.store(number++, std::memory_order_relaxed);
    next_serial_ = chunk->serial() + 1;
  }
  chunks_ = std::move(found);
  if (chunks_.empty()) return;
  being_written_ = chunks_.back().get();
  const std::uint32_t count = being_written_->count();
  head_.store(being_written_->first() + count, std::memory_order_relaxed);
  if (count > 0) newest_arrival_ = being_written_->entry(count - 1).arrival_ms;
  being_written_->recall(sessions_);
}

// A log needs two chunks at least: one that is written, and one that is read or retired meanwhile.
Result<void> DumplingLog::make_ready() {
  const std::size_t missing =
      chunks_.size() < defaults::fewest_log_chunks ? defaults::fewest_log_chunks - chunks_.size() : 0;
  for (std::size_t i = 0; i < missing; ++i) {
    const auto chunk = new_chunk();
    if (!chunk) {
      return Error{"The log folder " + terminal::harmless(folder_->path()) + " can't be used: " + chunk.error() +
                   "; a log needs " + std::to_string((defaults::fewest_log_chunks * chunk_bytes_) >> 20U) +
                   " MiB at least"};
    }
    spares_.push_back(*chunk);
  }
  if (missing == defaults::fewest_log_chunks) begin_chunk(free_chunk(), 0);
  return {};
}

DumplingLog::~DumplingLog() {
  if (!folder_ || !fault_.empty() ||
      !std::all_of(chunks_.begin(), chunks_.end(), [](const auto& c) { return c->sync(); }))
    return;
  folder_->mark_whole();
}

bool DumplingLog::append(const LogRecord& record) {
  if (record.message.size() > largest_message()) return false;
  if (!being_written_->fits(record.message.size()) ||
      (record.session != nullptr && !being_written_->mark(*record.session))) {
    next_chunk();
  }
  newest_arrival_ = std::max(newest_arrival_, record.arrival_ms);
  being_written_->append(record, newest_arrival_);
  if (record.session != nullptr) record.session->number = std::max(record.session->number, record.session_number);
  head_.store(head_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  return true;
}

bool DumplingLog::stored() {
  if (!folder_) return true;
  const std::string why = why_not_stored();
  if (!why.empty() && fault_.empty()) {
    leave_disk(why);
  } else if (why.empty() && !fault_.empty()) {
    return_to_disk();
  }
  return fault_.empty();
}

std::string DumplingLog::why_not_stored() const {
  if (const auto written = folder_->try_to_write(); !written) return "it can't be written: " + written.error();
  if (fault_.empty() && !being_written_->file_is_in_place()) {
    return "its file " + terminal::harmless(being_written_->path()) + " was removed, cut or exchanged";
  }
  return {};
}

void DumplingLog::leave_disk(const std::string& why) {
  fault_ = why;
  log_->error("The log folder {} doesn't store what comes: {}. The hub goes on in memory and acknowledges nothing",
              terminal::harmless(folder_->path()), why);
  next_chunk();
}

void DumplingLog::return_to_disk() {
  auto memory = folder_->new_chunk(chunk_bytes_);
  if (!memory) {
    fault_ = memory.error();
    return;
  }
  fault_.clear();
  spares_.push_back(chunks_.emplace_back(std::make_unique<LogChunk>(std::move(*memory), key_)).get());
  sessions_.set_back();
  next_chunk();
  log_->info("The log folder {} stores what comes again", terminal::harmless(folder_->path()));
}

ChunkPin DumplingLog::pin(std::uint64_t number) const {
  LogChunk* const chunk = ring_[number % ring_.size()].load(std::memory_order_acquire);
  if (chunk == nullptr) return {};
  ChunkPin pin = chunk->try_pin(number);
  if (pin && !chunk->is_checked()) check(*chunk);
  return pin;
}

void DumplingLog::check(LogChunk& chunk) const {
  const std::lock_guard lock(check_mutex_);
  if (!chunk.is_checked() && !chunk.check()) log_damage(log_, chunk);
}

void DumplingLog::next_chunk() {
  const std::uint64_t newest = newest_chunk_.load(std::memory_order_relaxed);
  if (newest - oldest_chunk_.load(std::memory_order_relaxed) + 1 == ring_.size()) retire_oldest();
  begin_chunk(free_chunk(), newest + 1);
}

void DumplingLog::begin_chunk(LogChunk& chunk, std::uint64_t number) {
  chunk.begin(number, next_serial_++, head_.load(std::memory_order_relaxed), sessions_);
  place_of(number).store(&chunk, std::memory_order_release);
  newest_chunk_.store(number, std::memory_order_release);
  being_written_ = &chunk;
}

// On a full disk the ring gets shorter. When only the newest chunk is left of it, this waits for a reader: a pin is
// never held for longer than one send takes.
LogChunk& DumplingLog::free_chunk() {
  while (true) {
    if (LogChunk* const spare = unread_spare()) return *spare;
    const auto fresh = new_chunk();
    if (fresh) return **fresh;
    if (fault_.empty()) log_full_disk(fresh.error());
    if (oldest_chunk_.load(std::memory_order_relaxed) < newest_chunk_.load(std::memory_order_relaxed)) {
      retire_oldest();
    } else {
      std::this_thread::yield();
    }
  }
}

void DumplingLog::retire_oldest() {
  const std::uint64_t number = oldest_chunk_.load(std::memory_order_relaxed);
  assert(number <= newest_chunk_.load(std::memory_order_relaxed));
  LogChunk* const chunk = place_of(number).load(std::memory_order_relaxed);
  chunk->retire();
  spares_.push_back(chunk);
  oldest_chunk_.store(number + 1, std::memory_order_release);
}

// A chunk of another size is from a hub with other limits; the holes of a file must be filled before it is written.
bool DumplingLog::is_usable(LogChunk& chunk) const {
  const bool wants_disk = folder_ && fault_.empty();
  if (chunk.size() != chunk_bytes_ || chunk.on_disk() != wants_disk) return false;
  return !wants_disk || (chunk.file_is_in_place() && chunk.allocate());
}

// A chunk that can't be used as it is gets new memory.
LogChunk* DumplingLog::unread_spare() {
  for (auto spare = spares_.rbegin(); spare != spares_.rend(); ++spare) {
    LogChunk* const chunk = *spare;
    if (!chunk->try_reuse()) continue;
    if (!is_usable(*chunk)) {
      if (folder_ && chunk->size() > 0 && !chunk->on_disk()) --chunks_off_disk_;
      chunk->drop_memory();
      auto memory = new_memory();
      if (!memory) continue;
      chunk->set_memory(std::move(*memory));
    }
    spares_.erase(std::next(spare).base());
    return chunk;
  }
  return nullptr;
}

Result<ChunkMemory> DumplingLog::new_memory() {
  if (!folder_) return ChunkMemory::in_memory(chunk_bytes_);
  if (fault_.empty()) return folder_->new_chunk(chunk_bytes_);
  if (chunks_off_disk_ == defaults::most_chunks_off_disk) return Error{fault_};
  ++chunks_off_disk_;
  return ChunkMemory::in_memory(chunk_bytes_);
}

Result<LogChunk*> DumplingLog::new_chunk() {
  auto memory = new_memory();
  if (!memory) return Error{memory.error()};
  return chunks_.emplace_back(std::make_unique<LogChunk>(std::move(*memory), key_)).get();
}

void DumplingLog::log_full_disk(const std::string& why) {
  const auto more = full_disk_lines_.due();
  if (!more || !log_) return;
  log_->warn("The log folder {} gives no room for more ({}): the oldest dumplings make room for new ones{}",
             terminal::harmless(folder_->path()), why, *more);
}

}  // namespace netdumplings::hub
