#include "kitchen/delivery/segment_store.hpp"

#include <cassert>
#include <utility>

#include "common/defaults.hpp"

namespace netdumplings::kitchen {

SegmentStore::SegmentStore(std::size_t most_in_memory, std::unique_ptr<Spool> spool)
    : most_in_memory_(most_in_memory), spool_(std::move(spool)) {}

std::vector<SegmentStore::Found> SegmentStore::take_found() {
  std::vector<Found> all;
  if (!spool_) return all;
  for (auto& found : spool_->take_found()) {
    auto& segment = keep(std::move(found.segment));
    segment.unfinished_ = found.count - found.done;
    all.push_back({{&segment, found.done, found.count}, found.number + found.done});
  }
  return all;
}

bool SegmentStore::reserve(std::size_t size, std::uint64_t number) {
  if (spool_) {
    if (filling_ != nullptr && filling_->outlives_process() && filling_->block().fits(size)) return true;
    if (new_file(size, number)) return true;
  }
  return memory_cost_ + cost(size) <= most_in_memory_;
}

bool SegmentStore::new_file(std::size_t size, std::uint64_t number) {
  if (spool_->is_full(size)) return false;
  const auto now = SpoolHealth::Clock::now();
  if (!spool_health_.may_ask(now)) return false;
  auto file = spool_->create(number, size);
  if (!file) {
    spool_health_.failed(file.error(), now);
    return false;
  }
  spool_health_.worked();
  fill(std::move(*file));
  return true;
}

std::unique_ptr<Segment> SegmentStore::memory_segment(std::size_t size) {
  if (spare_.empty() || !spare_.back()->block().fits(size)) return std::make_unique<MemorySegment>(size);
  auto segment = std::move(spare_.back());
  spare_.pop_back();
  return segment;
}

SegmentRun SegmentStore::append(std::string_view dumpling) {
  if (filling_ == nullptr || !filling_->block().fits(dumpling.size())) fill(memory_segment(dumpling.size()));
  const auto block = filling_->block();
  block.append(dumpling);
  ++filling_->unfinished_;
  if (!filling_->outlives_process()) memory_cost_ += cost(dumpling.size());
  return {filling_, block.count() - 1, block.count()};
}

Segment& SegmentStore::keep(std::unique_ptr<Segment> segment) {
  auto& kept = *segment;
  segments_.emplace(&kept, std::move(segment));
  return kept;
}

void SegmentStore::fill(std::unique_ptr<Segment> segment) {
  end_segment();
  filling_ = &keep(std::move(segment));
}

void SegmentStore::end_segment() {
  if (auto* const before = std::exchange(filling_, nullptr)) settle(*before);
}

void SegmentStore::read(const SegmentRun& run, std::vector<std::string_view>& texts) {
  if (!std::exchange(run.segment->being_read_, true)) reading_.push_back(run.segment);
  const auto block = run.segment->block();
  for (auto i = run.first; i < run.end; ++i) texts.push_back(block.at(i));
}

void SegmentStore::end_reading() {
  for (auto* const segment : std::exchange(reading_, {})) {
    segment->being_read_ = false;
    settle(*segment);
  }
}

std::size_t SegmentStore::cost(const SegmentRun& run) const {
  return run.segment->block().text_size(run.first, run.end) + run.count() * cost(0);
}

void SegmentStore::finish(const SegmentRun& run) {
  auto& segment = *run.segment;
  assert(run.count() <= segment.unfinished_);
  if (!segment.outlives_process()) memory_cost_ -= cost(run);
  segment.done(run.first, run.end);
  segment.unfinished_ -= run.count();
  settle(segment);
}

// Frees a segment that nobody needs any more; lets one rest that nobody looks at.
void SegmentStore::settle(Segment& segment) {
  if (&segment == filling_ || segment.being_read_) return;
  if (segment.unfinished_ > 0) return segment.rest();
  segment.remove();
  if (segment.outlives_process()) spool_health_.gave_way();
  auto freed = std::move(segments_.extract(&segment).mapped());
  if (spare_.size() < defaults::spare_outbox_segments && freed->clear()) spare_.push_back(std::move(freed));
}

void SegmentStore::start_session(const std::string& session) {
  if (spool_) spool_->start_session(session);
  for (const auto& [segment, owned] : segments_) owned->note_session(session);
}

void SegmentStore::clear() {
  end_reading();
  end_segment();
  segments_.clear();
  memory_cost_ = 0;
}

}  // namespace netdumplings::kitchen
