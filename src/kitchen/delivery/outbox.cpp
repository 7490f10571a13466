#include "kitchen/delivery/outbox.hpp"

#include <algorithm>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {

// Dumplings of one segment that are taken together.
struct Outbox::Chunk {
  SegmentRun run;
  std::uint64_t number = 0;  // of the first; 0: none was given yet
  std::size_t cost = 0;      // of all

  [[nodiscard]] std::uint32_t count() const { return run.count(); }
};

Outbox::Outbox(std::size_t size, WhenFull when_full, std::function<void()> on_first, std::unique_ptr<Spool> spool,
               std::function<void(const std::string&)> on_spool)
    : size_(size),
      when_full_(when_full),
      numbers_on_arrival_(spool != nullptr),
      on_first_(std::move(on_first)),
      on_spool_(std::move(on_spool)),
      store_(size, std::move(spool)) {
  adopt_found();
}

Outbox::~Outbox() { abandon(); }

void Outbox::adopt_found() {
  for (const auto& [run, number] : store_.take_found()) {
    waiting_.push_back({run, number, store_.cost(run)});
    counts_.found += run.count();
    counts_.waiting += run.count();
    next_number_ = number + run.count();
    sent_number_ = next_number_ - 1;  // by the earlier run
  }
}

Outbox::Put Outbox::put(std::string_view dumpling) {
  std::optional<Put> result;
  while (!result) {
    std::unique_lock lock(mutex_);
    result = try_put(dumpling);
    const bool taken = result == Put::taken || result == Put::taken_and_dropped;
    const bool first = taken && std::exchange(hungry_, false);
    const auto news = store_.take_spool_news();
    // A disk doesn't say when it has room again.
    if (!result && !news) room_.wait_for(lock, defaults::spool_retry_pause);
    lock.unlock();
    if (first) on_first_();
    if (news && on_spool_) on_spool_(*news);
  }
  return *result;
}

// Returns nothing if the dumpling has to wait for room.
std::optional<Outbox::Put> Outbox::try_put(std::string_view dumpling) {
  const auto overflow_before = counts_.overflow;
  const bool acceptable = !closed_ && dumpling.size() <= defaults::max_message;
  const bool room = acceptable && make_room(dumpling.size());
  if (acceptable && !room && when_full_ == WhenFull::wait && !hurried_) return std::nullopt;
  ++counts_.made;
  if (!room) return refuse(dumpling.size());
  append(dumpling);
  return counts_.overflow == overflow_before ? Put::taken : Put::taken_and_dropped;
}

Outbox::Put Outbox::refuse(std::size_t size) {
  if (!closed_ && size > defaults::max_message) {
    ++counts_.too_large;
    return Put::dropped;
  }
  const bool stopping = closed_ || hurried_;
  ++(stopping ? counts_.left_at_stop : counts_.overflow);
  return stopping ? Put::closed : Put::dropped;
}

bool Outbox::make_room(std::size_t size) {
  bool room = store_.reserve(size, next_number_);
  // A dumpling larger than the whole outbox is taken when it is alone.
  if (when_full_ == WhenFull::wait) return room || nothing_waits();
  while (!room && !waiting_.empty()) {
    drop_oldest();
    room = store_.reserve(size, next_number_);
  }
  return room;
}

void Outbox::append(std::string_view dumpling) {
  const auto run = store_.append(dumpling);
  const auto cost = SegmentStore::cost(dumpling.size());
  const bool goes_on = !waiting_.empty() && waiting_.back().run.segment == run.segment &&
                       waiting_.back().run.end == run.first && waiting_.back().cost + cost <= defaults::send_batch;
  if (goes_on) {
    waiting_.back().run.end = run.end;
    waiting_.back().cost += cost;
  } else {
    waiting_.push_back({run, numbers_on_arrival_ ? next_number_ : 0, cost});
  }
  if (numbers_on_arrival_) ++next_number_;
  ++counts_.waiting;
}

void Outbox::drop_oldest() {
  const auto& oldest = waiting_.front();
  const bool spooled = oldest.run.outlives_process();
  const auto count = spooled ? oldest.count() : 1;
  counts_.overflow += count;
  finish(waiting_, count);
  if (spooled && waiting_.empty()) store_.end_segment();
}

// Drops the first `count` dumplings of the first chunk from the queue.
void Outbox::finish(Chunks& chunks, std::uint32_t count) {
  auto& chunk = chunks.front();
  const SegmentRun part{chunk.run.segment, chunk.run.first, chunk.run.first + count};
  const bool all = count == chunk.count();
  const auto cost = all ? chunk.cost : store_.cost(part);
  if (&chunks == &taken_) taken_cost_ -= cost;
  counts_.waiting -= count;
  chunk.run.first += count;
  chunk.cost -= cost;
  if (chunk.number != 0) chunk.number += count;
  if (all) chunks.pop_front();
  store_.finish(part);
}

void Outbox::deliver(Chunks& chunks, std::uint32_t count) {
  counts_.delivered += count;
  finish(chunks, count);
}

void Outbox::take(std::size_t bytes, bool numbered, Batch& batch) {
  const std::scoped_lock lock(mutex_);
  batch.first = 0;
  batch.dumplings.clear();
  store_.end_reading();
  hungry_ = again_.empty() && waiting_.empty();
  const auto cost_before = taken_cost_;
  while (taken_cost_ - cost_before < bytes && !(again_.empty() && waiting_.empty())) {
    if (!take_chunk(again_.empty() ? waiting_ : again_, numbered, batch)) break;
  }
}

// Adds the first chunk to the batch; returns false if it has to stay.
bool Outbox::take_chunk(Chunks& from, bool numbered, Batch& batch) {
  auto& chunk = from.front();
  if (numbered) {
    if (taken_cost_ > 0 && taken_cost_ + chunk.cost > size_ / 2) return false;
    if (chunk.number == 0) chunk.number = std::exchange(next_number_, next_number_ + chunk.count());
    if (batch.dumplings.empty()) batch.first = chunk.number;
    if (chunk.number != batch.first + batch.dumplings.size()) return false;
    sent_number_ = std::max(sent_number_, chunk.number + chunk.count() - 1);
  }
  store_.read(chunk.run, batch.dumplings);
  taken_cost_ += chunk.cost;
  taken_.push_back(chunk);
  from.pop_front();
  return true;
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

bool Outbox::acknowledged(std::uint64_t number) {
  {
    const std::scoped_lock lock(mutex_);
    if (number > sent_number_) return false;
    for (auto* const chunks : {&taken_, &again_, &waiting_}) {
      while (!chunks->empty() && chunks->front().number != 0 && chunks->front().number <= number) {
        const auto& chunk = chunks->front();
        const auto known = std::min<std::uint64_t>(chunk.count(), number - chunk.number + 1);
        deliver(*chunks, static_cast<std::uint32_t>(known));
      }
    }
  }
  room_.notify_one();
  return true;
}

void Outbox::start_session(const std::string& session) {
  const std::scoped_lock lock(mutex_);
  store_.start_session(session);
  sent_number_ = 0;
}

void Outbox::put_back() {
  const std::scoped_lock lock(mutex_);
  for (; !taken_.empty(); taken_.pop_back()) {
    auto& to = taken_.back().number == 0 ? waiting_ : again_;
    to.push_front(taken_.back());
  }
  taken_cost_ = 0;
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
  if (std::exchange(abandoned_, true)) return;
  counts_.waiting = 0;
  for (auto* const chunks : {&taken_, &again_, &waiting_}) {
    for (const auto& chunk : *chunks) {
      (chunk.run.outlives_process() ? counts_.waiting : counts_.left_at_stop) += chunk.count();
    }
    chunks->clear();
  }
  taken_cost_ = 0;
  store_.clear();
}

DeliveryCounts Outbox::counts() const {
  const std::scoped_lock lock(mutex_);
  return counts_;
}

std::string Outbox::spool_trouble() const {
  const std::scoped_lock lock(mutex_);
  return store_.spool_trouble();
}

}  // namespace netdumplings::kitchen
