#include "hub/log/log_cursor.hpp"

#include <algorithm>
#include <cassert>

#include "common/defaults.hpp"

namespace netdumplings::hub {
namespace {

// A chunk's memory has other content in each chunk that it becomes.
std::uint64_t version_of(std::uint64_t chunk) { return chunk + 1; }

}  // namespace

// The head is where the newest chunk ends; the chunk itself knows the position.
LogCursor::LogCursor(const DumplingLog& log, std::unique_ptr<FramePicker> picker)
    : log_(log), picker_(std::move(picker)) {
  auto newest = log_.pin(chunk_ = log_.newest_chunk());
  while (!newest) newest = log_.pin(chunk_ = log_.newest_chunk());
  entry_ = newest->count();
  position_ = begin_ = newest->first() + entry_;
}

LogCursor::LogCursor(const DumplingLog& log, Position position, std::unique_ptr<FramePicker> picker)
    : log_(log), picker_(std::move(picker)) {
  place_at(std::min(position, log.head()));
}

void LogCursor::place_at(Position position) {
  position_ = begin_ = position;
  const LogPlace place = find_position(log_, position);
  chunk_ = place.chunk;
  entry_ = place.entry;
}

void LogCursor::begin_at_last(std::uint64_t count) {
  assert(position_ == begin_);
  if (picker_) {
    search_.emplace(log_, count);
    return;
  }
  const LastEntries last = find_last(log_, count);
  place_at(last.begin);
  found_ = last.count;
}

void LogCursor::search_on() {
  unfinished_ = true;
  if (!search_->step(*picker_)) return;
  place_at(search_->found());
  found_ = search_->count();
  search_.reset();
}

net::FrameRun LogCursor::next(Position end) {
  unfinished_ = false;
  if (search_) search_on();
  while (!unfinished_) {
    const std::uint64_t newest = log_.newest_chunk();
    pin_ = log_.pin(chunk_);
    if (!pin_) {
      chunk_ = log_.oldest_chunk();
      entry_ = 0;
      continue;
    }
    skip_to(pin_->first() + entry_);
    if (position_ >= end) break;
    const auto count = static_cast<std::uint32_t>(std::min<Position>(pin_->count(), end - pin_->first()));
    if (entry_ < count) {
      const net::FrameRun run = picker_ ? wanted_frames(count) : frames_from_here(count);
      if (!run.bytes.empty()) return run;
    }
    if (chunk_ == newest || position_ >= end) break;
    ++chunk_;
    entry_ = 0;
    unfinished_ = picker_ != nullptr;
  }
  pin_ = {};
  return {};
}

net::FrameRun LogCursor::frames_from_here(std::uint32_t count) const {
  const std::size_t begin = pin_->begin_of(entry_);
  std::size_t end = pin_->end_of(count - 1);
  if (end - begin > defaults::sent_at_once) {
    const std::uint32_t cut = pin_->entry_at(begin + defaults::sent_at_once);
    end = pin_->begin_of(std::max(cut, entry_ + 1));
  }
  return {pin_->bytes(begin, end), version_of(chunk_)};
}

// A log on disk may have a hole in the numbering after a crash of its machine; this skips it.
void LogCursor::skip_to(Position position) {
  skipped_ += position - position_;
  position_ = position;
}

net::FrameRun LogCursor::wanted_frames(std::uint32_t count) {
  const std::uint32_t from = entry_;
  while (entry_ < count && !picker_->takes(*pin_, entry_)) ++entry_;
  filtered_ += entry_ - from;
  position_ += entry_ - from;
  if (entry_ == count) return {};
  const std::string_view frames = picker_->pick(*pin_, entry_, count);
  return {frames, picker_->in_place() ? version_of(chunk_) : 0};
}

bool LogCursor::pass(const NewEntries& fresh) {
  if (!picker_ || search_ || position_ < fresh.begin()) return false;
  if (fresh.too_many() || picker_->takes_any(fresh.origins())) return false;
  if (position_ >= fresh.end()) return true;  // it has passed them already
  filtered_ += fresh.end() - position_;
  position_ = fresh.end();
  chunk_ = fresh.place().chunk;
  entry_ = fresh.place().entry;
  return true;
}

std::uint64_t LogCursor::taken(std::size_t bytes, std::string& rest) {
  const auto pin = std::move(pin_);
  if (!pin || bytes == 0) return 0;
  FramePicker::Taken taken;
  if (picker_) {
    taken = picker_->taken(*pin, bytes);
  } else {
    const std::size_t end = pin->begin_of(entry_) + bytes;
    const std::uint32_t last = pin->entry_at(end - 1);
    taken = {last + 1, last + 1 - entry_, pin->end_of(last) - end};
  }
  const std::size_t end_of_last = pin->end_of(taken.next - 1);
  if (taken.missing > 0) rest = pin->bytes(end_of_last - taken.missing, end_of_last);
  const std::uint64_t passed = taken.next - entry_;
  filtered_ += passed - taken.wanted;
  entry_ = taken.next;
  position_ += passed;
  return taken.wanted - (taken.missing > 0 ? 1 : 0);
}

}  // namespace netdumplings::hub
