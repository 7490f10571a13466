#include "hub/dumpling_log.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <random>

namespace netdumplings::hub {
namespace {

std::string random_id() {
  std::random_device random;
  std::string id;
  for (int i = 0; i < 4; ++i) {
    std::array<char, 9> word{};
    std::snprintf(word.data(), word.size(), "%08x", static_cast<unsigned>(random()));
    id += word.data();
  }
  return id;
}

}  // namespace

// ---- a chunk

// Memory that was never written costs nothing yet, so it isn't cleared here.
DumplingLog::Chunk::Chunk(std::size_t bytes) : size_(bytes), memory_(new char[bytes]) {}

DumplingLog::Entry DumplingLog::Chunk::entry(std::uint32_t i) const {
  Entry entry{};
  std::memcpy(&entry, memory_.get() + size_ - (std::size_t{i} + 1) * sizeof entry, sizeof entry);
  return entry;
}

bool DumplingLog::Chunk::fits(std::size_t frame) const {
  const std::uint32_t count = count_.load(std::memory_order_relaxed);
  return begin_of(count) + frame + (std::size_t{count} + 1) * sizeof(Entry) <= size_;
}

void DumplingLog::Chunk::append(const Record& record, std::int64_t arrival_ms) {
  const std::uint32_t count = count_.load(std::memory_order_relaxed);
  const std::size_t begin = begin_of(count);
  char* const frame = memory_.get() + begin;
  const std::size_t header = net::write_server_header(record.opcode, record.message.size(), frame);
  std::memcpy(frame + header, record.message.data(), record.message.size());
  const Entry entry{static_cast<std::uint32_t>(begin + header + record.message.size()), record.topic, arrival_ms};
  std::memcpy(memory_.get() + size_ - (std::size_t{count} + 1) * sizeof entry, &entry, sizeof entry);
  count_.store(count + 1, std::memory_order_release);
}

void DumplingLog::Chunk::reset(std::uint64_t number, Position first) {
  count_.store(0, std::memory_order_relaxed);
  first_ = first;
  number_.store(number, std::memory_order_release);
}

std::uint32_t DumplingLog::Chunk::entry_at(std::size_t offset) const {
  std::uint32_t low = 0;
  std::uint32_t high = count();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (end_of(middle) <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

DumplingLog::Pin::~Pin() {
  if (chunk_ != nullptr) chunk_->pins_.fetch_sub(1, std::memory_order_release);
}

// ---- the ring

DumplingLog::DumplingLog(std::size_t bytes, std::size_t chunk_bytes)
    : id_(random_id()),
      chunk_bytes_(chunk_bytes),
      chunks_in_ring_(std::max<std::size_t>(2, bytes / chunk_bytes)),
      ring_(chunks_in_ring_) {
  open_chunk(0);
}

DumplingLog::~DumplingLog() = default;

std::size_t DumplingLog::largest_message() const { return chunk_bytes_ - net::max_server_header - sizeof(Entry); }

bool DumplingLog::append(const Record& record) {
  if (record.message.size() > largest_message()) return false;
  const std::uint64_t newest = newest_chunk_.load(std::memory_order_relaxed);
  Chunk* chunk = ring_[newest % chunks_in_ring_].load(std::memory_order_relaxed);
  if (!chunk->fits(net::max_server_header + record.message.size())) {
    open_chunk(newest + 1);
    chunk = ring_[(newest + 1) % chunks_in_ring_].load(std::memory_order_relaxed);
  }
  newest_arrival_ = std::max(newest_arrival_, record.arrival_ms);
  chunk->append(record, newest_arrival_);
  head_.store(head_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  return true;
}

std::uint64_t DumplingLog::oldest_chunk() const {
  const std::uint64_t newest = newest_chunk();
  return newest < chunks_in_ring_ ? 0 : newest - chunks_in_ring_ + 1;
}

// A reader counts itself in before it looks whose chunk it is; the writer makes it nobody's before it looks who is
// counted in. In whichever order that happens, one of the two sees the other.
DumplingLog::Pin DumplingLog::pin(std::uint64_t number) const {
  Chunk* const chunk = ring_[number % chunks_in_ring_].load(std::memory_order_acquire);
  if (chunk == nullptr) return {};
  chunk->pins_.fetch_add(1, std::memory_order_seq_cst);
  Pin pin(chunk);
  return chunk->number_.load(std::memory_order_seq_cst) == number ? std::move(pin) : Pin();
}

void DumplingLog::open_chunk(std::uint64_t number) {
  std::atomic<Chunk*>& place = ring_[number % chunks_in_ring_];
  if (Chunk* const oldest = place.load(std::memory_order_relaxed)) {
    oldest->number_.store(Chunk::nobody, std::memory_order_seq_cst);
    spares_.push_back(oldest);
  }
  const auto unread = std::find_if(spares_.rbegin(), spares_.rend(),
                                   [](const Chunk* c) { return c->pins_.load(std::memory_order_seq_cst) == 0; });
  Chunk* next = nullptr;
  if (unread != spares_.rend()) {
    next = *unread;
    spares_.erase(std::next(unread).base());
  } else {
    next = chunks_.emplace_back(std::make_unique<Chunk>(chunk_bytes_)).get();
  }
  next->reset(number, head_.load(std::memory_order_relaxed));
  place.store(next, std::memory_order_release);
  newest_chunk_.store(number, std::memory_order_release);
}

}  // namespace netdumplings::hub
