#include "kitchen/outbox.hpp"

#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {

namespace {

// What a dumpling costs beside its bytes: its place in Chunk::ends.
constexpr std::size_t bookkeeping = sizeof(std::uint32_t);
constexpr std::size_t chunk_size = defaults::send_batch;
constexpr std::size_t most_spare = 4;

}  // namespace

struct Outbox::Chunk {
  std::string text;
  std::vector<std::uint32_t> ends;  // of each dumpling in `text`
  std::size_t first = 0;            // the dumplings before it were sent, or dropped

  [[nodiscard]] bool empty() const { return first == ends.size(); }
  [[nodiscard]] std::size_t count() const { return ends.size() - first; }
  [[nodiscard]] std::size_t start(std::size_t i) const { return i == 0 ? 0 : ends[i - 1]; }
  [[nodiscard]] std::string_view at(std::size_t i) const {
    return std::string_view(text).substr(start(i), ends[i] - start(i));
  }
  [[nodiscard]] std::size_t cost() const { return text.size() - start(first) + count() * bookkeeping; }
  std::size_t drop_first() {
    const std::size_t before = cost();
    ++first;
    return before - cost();
  }
};

Outbox::Outbox(std::size_t size, WhenFull when_full, std::function<void()> on_first)
    : size_(size), when_full_(when_full), on_first_(std::move(on_first)) {}

Outbox::~Outbox() = default;

Outbox::Put Outbox::put(std::string_view dumpling) {
  std::unique_lock lock(mutex_);
  const auto overflow_before = counts_.overflow;
  const bool room = dumpling.size() <= defaults::max_message && make_room(lock, dumpling.size() + bookkeeping);
  ++counts_.made;
  if (closed_) {
    ++counts_.left_at_stop;
    return Put::closed;
  }
  if (!room) return refuse(dumpling);
  append(dumpling);
  const auto result = counts_.overflow == overflow_before ? Put::taken : Put::taken_and_dropped;
  const bool tell = std::exchange(hungry_, false);
  lock.unlock();
  if (tell) on_first_();
  return result;
}

Outbox::Put Outbox::refuse(std::string_view dumpling) {
  if (dumpling.size() > defaults::max_message) {
    ++counts_.too_large;
    return Put::dropped;
  }
  ++(hurried_ ? counts_.left_at_stop : counts_.overflow);
  return hurried_ ? Put::closed : Put::dropped;
}

bool Outbox::make_room(std::unique_lock<std::mutex>& lock, std::size_t cost) {
  const auto fits = [&] { return waiting_bytes_ + taken_bytes_ + cost <= size_; };
  if (when_full_ == WhenFull::wait) {
    // A dumpling larger than the whole outbox goes when it is alone.
    const auto room = [&] { return fits() || (taken_.empty() && waiting_.empty()); };
    room_.wait(lock, [&] { return closed_ || hurried_ || room(); });
    return room();
  }
  while (!fits() && !waiting_.empty()) drop_oldest();
  return fits();
}

void Outbox::drop_oldest() {
  auto& oldest = *waiting_.front();
  waiting_bytes_ -= oldest.drop_first();
  --counts_.waiting;
  ++counts_.overflow;
  if (oldest.empty()) release(waiting_);
}

void Outbox::append(std::string_view dumpling) {
  if (waiting_.empty() || waiting_.back()->text.size() + dumpling.size() > chunk_size) {
    waiting_.push_back(fresh_chunk());
  }
  auto& chunk = *waiting_.back();
  chunk.text.append(dumpling);
  chunk.ends.push_back(static_cast<std::uint32_t>(chunk.text.size()));
  waiting_bytes_ += dumpling.size() + bookkeeping;
  ++counts_.waiting;
}

void Outbox::take(std::size_t bytes, std::vector<std::string_view>& dumplings) {
  const std::scoped_lock lock(mutex_);
  hungry_ = waiting_.empty();
  for (std::size_t taken = 0; taken < bytes && !waiting_.empty();) {
    const auto& chunk = *waiting_.front();
    for (std::size_t i = chunk.first; i < chunk.ends.size(); ++i) dumplings.push_back(chunk.at(i));
    taken += chunk.cost();
    waiting_bytes_ -= chunk.cost();
    taken_bytes_ += chunk.cost();
    taken_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
}

void Outbox::sent(std::size_t count) {
  {
    const std::scoped_lock lock(mutex_);
    for (; count > 0; --count) {
      taken_bytes_ -= taken_.front()->drop_first();
      --counts_.waiting;
      ++counts_.delivered;
      if (taken_.front()->empty()) release(taken_);
    }
  }
  room_.notify_one();
}

void Outbox::put_back() {
  const std::scoped_lock lock(mutex_);
  for (; !taken_.empty(); taken_.pop_back()) waiting_.push_front(std::move(taken_.back()));
  waiting_bytes_ += std::exchange(taken_bytes_, 0);
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
  for (auto* const chunks : {&taken_, &waiting_}) {
    for (const auto& chunk : *chunks) counts_.left_at_stop += chunk->count();
    for (const auto& chunk : *chunks) counts_.waiting -= chunk->count();
    chunks->clear();
  }
  taken_bytes_ = waiting_bytes_ = 0;
}

DeliveryCounts Outbox::counts() const {
  const std::scoped_lock lock(mutex_);
  return counts_;
}

void Outbox::release(Chunks& chunks) {
  auto chunk = std::move(chunks.front());
  chunks.pop_front();
  if (spare_.size() == most_spare || chunk->text.capacity() > 2 * chunk_size) return;
  chunk->text.clear();
  chunk->ends.clear();
  chunk->first = 0;
  spare_.push_back(std::move(chunk));
}

std::unique_ptr<Outbox::Chunk> Outbox::fresh_chunk() {
  if (spare_.empty()) return std::make_unique<Chunk>();
  auto chunk = std::move(spare_.back());
  spare_.pop_back();
  return chunk;
}

}  // namespace netdumplings::kitchen
