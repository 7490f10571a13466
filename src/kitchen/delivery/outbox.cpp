#include "kitchen/delivery/outbox.hpp"

#include <algorithm>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {
namespace {

// What a dumpling costs beside its bytes: its place in the index.
constexpr std::size_t bookkeeping = sizeof(std::uint32_t);
constexpr std::size_t chunk_size = defaults::send_batch;
constexpr std::size_t segment_size = 4 * chunk_size;
constexpr std::size_t most_spare = 2;

}  // namespace

/// Dumplings `first` up to `end` of a segment.
struct Outbox::Chunk {
  Segment segment;
  std::uint32_t first = 0;
  std::uint32_t end = 0;
  std::uint64_t number = 0;  // of the first; 0: not given yet
  std::size_t bytes = 0;     // with bookkeeping

  [[nodiscard]] std::uint32_t count() const { return end - first; }
};

Outbox::Outbox(std::size_t size, WhenFull when_full, std::function<void()> on_first, std::unique_ptr<Spool> spool,
               std::function<void(const std::string&)> on_spool)
    : size_(size),
      when_full_(when_full),
      on_first_(std::move(on_first)),
      on_spool_(std::move(on_spool)),
      spool_(std::move(spool)) {
  if (spool_) adopt_found();
}

Outbox::~Outbox() { abandon(); }

void Outbox::adopt_found() {
  for (auto& found : spool_->take_found()) {
    Chunk chunk{std::move(found.segment), found.done, found.count, found.number + found.done, 0};
    chunk.bytes = chunk.segment->block().text_size(chunk.first, chunk.end) + chunk.count() * bookkeeping;
    chunk.segment->rest();
    counts_.found += chunk.count();
    counts_.waiting += chunk.count();
    next_number_ = found.number + found.count;
    waiting_.push_back(std::move(chunk));
  }
}

Outbox::Put Outbox::put(std::string_view dumpling) {
  std::unique_lock lock(mutex_);
  const auto result = take_in(lock, dumpling);
  const bool taken = result == Put::taken || result == Put::taken_and_dropped;
  const bool first = taken && std::exchange(hungry_, false);
  const auto news = spool_health_.take_news();
  lock.unlock();
  if (first) on_first_();
  if (news && on_spool_) on_spool_(*news);
  return result;
}

Outbox::Put Outbox::take_in(std::unique_lock<std::mutex>& lock, std::string_view dumpling) {
  const auto overflow_before = counts_.overflow;
  const bool room = dumpling.size() <= defaults::max_message && make_room(lock, dumpling.size());
  ++counts_.made;
  if (closed_) {
    ++counts_.left_at_stop;
    return Put::closed;
  }
  if (!room) return refuse(dumpling);
  append(dumpling);
  return counts_.overflow == overflow_before ? Put::taken : Put::taken_and_dropped;
}

Outbox::Put Outbox::refuse(std::string_view dumpling) {
  if (dumpling.size() > defaults::max_message) {
    ++counts_.too_large;
    return Put::dropped;
  }
  ++(hurried_ ? counts_.left_at_stop : counts_.overflow);
  return hurried_ ? Put::closed : Put::dropped;
}

bool Outbox::make_room(std::unique_lock<std::mutex>& lock, std::size_t size) {
  if (when_full_ == WhenFull::drop_oldest) {
    while (!has_room(size) && !waiting_.empty()) drop_oldest();
    return has_room(size);
  }
  // A dumpling larger than the whole outbox goes when it is alone.
  const auto room = [&] { return has_room(size) || nothing_waits(); };
  while (!room() && !closed_ && !hurried_) {
    if (spool_) {
      wait_for_disk(lock);
    } else {
      room_.wait(lock);
    }
  }
  return room();
}

void Outbox::wait_for_disk(std::unique_lock<std::mutex>& lock) {
  if (const auto news = spool_health_.take_news(); news && on_spool_) {
    lock.unlock();
    on_spool_(*news);
    lock.lock();
    return;  // much may have happened meanwhile
  }
  room_.wait_for(lock, SpoolHealth::disk_pause);
}

bool Outbox::has_room(std::size_t size) {
  if (spool_) {
    if (writing_ && writing_->outlives_us() && writing_->block().fits(size)) return true;
    if (new_spool_segment(size)) return true;
  }
  return memory_bytes_ + size + bookkeeping <= size_;
}

bool Outbox::new_spool_segment(std::size_t size) {
  if (spool_->is_full(size)) return false;
  const auto now = SpoolHealth::Clock::now();
  if (!spool_health_.may_ask(now)) return false;
  auto segment = spool_->create(next_number_, size);
  if (!segment) {
    spool_health_.failed(segment.error(), now);
    return false;
  }
  spool_health_.worked();
  write_to(std::move(*segment));
  return true;
}

Outbox::Segment Outbox::memory_segment(std::size_t size) {
  const auto needed = DumplingBlock::size_for(size);
  if (needed > segment_size) return std::make_shared<MemorySegment>((needed / bookkeeping + 1) * bookkeeping);
  if (spare_.empty()) return std::make_shared<MemorySegment>(segment_size);
  auto segment = std::move(spare_.back());
  spare_.pop_back();
  return segment;
}

void Outbox::write_to(Segment segment) {
  auto before = std::exchange(writing_, std::move(segment));
  if (before) release(std::move(before));
}

/// Gives a hold on a segment up. When it was the last one, nothing is left in it that is needed.
void Outbox::release(Segment segment) {
  if (segment.use_count() > 1) {
    const bool read = std::find(read_.begin(), read_.end(), segment) != read_.end();
    if (segment != writing_ && !read) segment->rest();
    return;
  }
  segment->remove();
  if (segment->outlives_us()) spool_health_.gave_way();
  auto* const memory = dynamic_cast<MemorySegment*>(segment.get());
  if (memory == nullptr || memory->size() != segment_size || spare_.size() == most_spare) return;
  memory->clear();
  spare_.push_back(std::move(segment));
}

void Outbox::append(std::string_view dumpling) {
  if (!writing_ || !writing_->block().fits(dumpling.size())) write_to(memory_segment(dumpling.size()));
  const auto block = writing_->block();
  if (waiting_.empty() || waiting_.back().segment != writing_ || waiting_.back().end != block.count() ||
      waiting_.back().bytes + dumpling.size() + bookkeeping > chunk_size) {
    waiting_.push_back({writing_, block.count(), block.count(), spool_ ? next_number_ : 0, 0});
  }
  block.append(dumpling);
  auto& chunk = waiting_.back();
  ++chunk.end;
  chunk.bytes += dumpling.size() + bookkeeping;
  if (!writing_->outlives_us()) memory_bytes_ += dumpling.size() + bookkeeping;
  if (spool_) ++next_number_;
  ++counts_.waiting;
}

/// In the spool only a whole segment makes room, so that there whole chunks go.
void Outbox::drop_oldest() {
  const auto& oldest = waiting_.front();
  const bool spooled = oldest.segment->outlives_us();
  const auto count = spooled ? oldest.count() : 1;
  counts_.overflow += count;
  const bool last_of_writing = spooled && waiting_.size() == 1 && oldest.segment == writing_;
  finish(waiting_, count);
  if (last_of_writing) write_to(nullptr);
}

/// The first ones of the first chunk need no more care.
void Outbox::finish(Chunks& chunks, std::uint32_t count) {
  auto& chunk = chunks.front();
  const bool all = count == chunk.count();
  const auto bytes =
      all ? chunk.bytes : chunk.segment->block().text_size(chunk.first, chunk.first + count) + count * bookkeeping;
  if (!chunk.segment->outlives_us()) memory_bytes_ -= bytes;
  if (&chunks == &taken_) taken_bytes_ -= bytes;
  counts_.waiting -= count;
  chunk.segment->done(chunk.first, chunk.first + count);
  chunk.bytes -= bytes;
  chunk.first += count;
  if (chunk.number != 0) chunk.number += count;
  if (!all) return;
  auto segment = std::move(chunk.segment);
  chunks.pop_front();
  release(std::move(segment));
}

void Outbox::deliver(Chunks& chunks, std::uint32_t count) {
  counts_.delivered += count;
  finish(chunks, count);
}

void Outbox::take(std::size_t bytes, bool numbered, Batch& batch) {
  const std::scoped_lock lock(mutex_);
  batch.first = 0;
  batch.dumplings.clear();
  release_read();
  hungry_ = again_.empty() && waiting_.empty();
  std::uint64_t next = 0;
  for (std::size_t taken = 0; taken < bytes && !(again_.empty() && waiting_.empty());) {
    auto& from = again_.empty() ? waiting_ : again_;
    auto& chunk = from.front();
    if (numbered) {
      if (taken_bytes_ > 0 && taken_bytes_ + chunk.bytes > size_ / 2) break;
      if (chunk.number == 0) chunk.number = std::exchange(next_number_, next_number_ + chunk.count());
      if (batch.first == 0) batch.first = next = chunk.number;
      if (chunk.number != next) break;
      next += chunk.count();
    }
    const auto block = chunk.segment->block();
    for (auto i = chunk.first; i < chunk.end; ++i) batch.dumplings.push_back(block.at(i));
    if (read_.empty() || read_.back() != chunk.segment) read_.push_back(chunk.segment);
    taken += chunk.bytes;
    taken_bytes_ += chunk.bytes;
    taken_.push_back(std::move(chunk));
    from.pop_front();
  }
}

void Outbox::release_read() {
  for (auto& segment : std::exchange(read_, {})) release(std::move(segment));
}

void Outbox::sent(std::size_t count) {
  {
    const std::scoped_lock lock(mutex_);
    while (count > 0 && !taken_.empty()) {
      const auto of_this = static_cast<std::uint32_t>(std::min<std::size_t>(count, taken_.front().count()));
      deliver(taken_, of_this);
      count -= of_this;
    }
  }
  room_.notify_one();
}

void Outbox::acknowledged(std::uint64_t number) {
  {
    const std::scoped_lock lock(mutex_);
    for (auto* const chunks : {&taken_, &again_, &waiting_}) {
      while (!chunks->empty() && chunks->front().number != 0 && chunks->front().number <= number) {
        const auto& chunk = chunks->front();
        const auto known = std::min<std::uint64_t>(chunk.count(), number - chunk.number + 1);
        deliver(*chunks, static_cast<std::uint32_t>(known));
      }
    }
    if (number >= next_number_) skip_numbers(number + 1);
  }
  room_.notify_one();
}

/// The hub knows more of this session than we do: a spool that lost its end. What comes now must not bear numbers that
/// it knows.
void Outbox::skip_numbers(std::uint64_t next) {
  next_number_ = next;
  if (writing_ && writing_->outlives_us()) write_to(nullptr);  // its numbers were to go on
}

void Outbox::put_back() {
  const std::scoped_lock lock(mutex_);
  for (; !taken_.empty(); taken_.pop_back()) {
    auto& to = taken_.back().number == 0 ? waiting_ : again_;
    to.push_front(std::move(taken_.back()));
  }
  taken_bytes_ = 0;
}

void Outbox::refuse_oldest() {
  {
    const std::scoped_lock lock(mutex_);
    for (auto* const chunks : {&taken_, &again_, &waiting_}) {
      if (chunks->empty()) continue;
      ++counts_.refused;
      finish(*chunks, 1);
      break;
    }
  }
  room_.notify_one();
}

std::uint64_t Outbox::next_number() const {
  const std::scoped_lock lock(mutex_);
  if (!again_.empty()) return again_.front().number;
  if (!waiting_.empty() && waiting_.front().number != 0) return waiting_.front().number;
  return next_number_;
}

void Outbox::close() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
  }
  room_.notify_all();
}

void Outbox::hurry() {
  {
    const std::scoped_lock lock(mutex_);
    hurried_ = true;
  }
  room_.notify_all();
}

void Outbox::abandon() {
  const std::scoped_lock lock(mutex_);
  std::uint64_t kept = 0;
  release_read();
  auto writing = std::exchange(writing_, nullptr);
  if (writing) release(std::move(writing));
  for (auto* const chunks : {&taken_, &again_, &waiting_}) {
    for (const auto& chunk : *chunks) (chunk.segment->outlives_us() ? kept : counts_.left_at_stop) += chunk.count();
    chunks->clear();
  }
  if (!abandoned_) counts_.waiting = kept;
  abandoned_ = true;
  taken_bytes_ = memory_bytes_ = 0;
}

DeliveryCounts Outbox::counts() const {
  const std::scoped_lock lock(mutex_);
  return counts_;
}

std::string Outbox::spool_trouble() const {
  const std::scoped_lock lock(mutex_);
  return spool_health_.trouble();
}

}  // namespace netdumplings::kitchen
