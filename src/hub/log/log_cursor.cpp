#include "hub/log/log_cursor.hpp"

#include <algorithm>

#include "hub/log/log_search.hpp"

namespace netdumplings::hub {

// Where the newest chunk ends at one moment: its own numbering tells the position.
LogCursor::LogCursor(const DumplingLog& log, std::unique_ptr<FramePicker> picker)
    : log_(log), picker_(std::move(picker)) {
  auto newest = log_.pin(chunk_ = log_.newest_chunk());
  while (!newest) newest = log_.pin(chunk_ = log_.newest_chunk());
  entry_ = newest->count();
  position_ = newest->first() + entry_;
}

LogCursor::LogCursor(const DumplingLog& log, Position position, std::unique_ptr<FramePicker> picker)
    : log_(log), picker_(std::move(picker)), position_(std::min(position, log.head())) {
  const LogPlace place = find_position(log, position_);
  chunk_ = place.chunk;
  entry_ = place.entry;
}

net::FrameRun LogCursor::next(bool lend) {
  while (true) {
    const std::uint64_t newest = log_.newest_chunk();
    // One that is skipped again and again would keep large pages of a chunk each time, and be outside all accounts.
    const bool level = chunk_ + 1 >= newest;
    pin_ = log_.pin(chunk_);
    if (!pin_) {
      chunk_ = log_.oldest_chunk();
      entry_ = 0;
      continue;
    }
    skip_to(pin_->first() + entry_);
    const std::uint32_t count = pin_->count();
    if (entry_ < count) {
      if (!picker_) return found(pin_->bytes(pin_->begin_of(entry_), pin_->end_of(count - 1)), lend && level);
      if (const std::string_view frames = wanted(count); !frames.empty()) return found(frames, lend && level);
    }
    if (chunk_ == newest) break;
    ++chunk_;
    entry_ = 0;
  }
  pin_ = {};
  return {};
}

// A send of its own pages costs more than a copy where there is little to send.
net::FrameRun LogCursor::found(std::string_view frames, bool lend) {
  return lend && frames.size() >= defaults::lent_at_once ? pin_.lend(frames) : frames;
}

// Also over a hole in the numbering, which a log on disk may have from a crash of its machine.
void LogCursor::skip_to(Position position) {
  skipped_ += position - position_;
  position_ = position;
}

std::string_view LogCursor::wanted(std::uint32_t count) {
  const std::uint32_t from = entry_;
  while (entry_ < count && !picker_->takes(*pin_, entry_)) ++entry_;
  filtered_ += entry_ - from;
  position_ += entry_ - from;
  return entry_ < count ? picker_->pick(*pin_, entry_, count) : std::string_view();
}

bool LogCursor::pass(const NewEntries& fresh) {
  if (!picker_ || position_ < fresh.begin() || picker_->may_take(fresh.topics())) return false;
  if (position_ >= fresh.end()) return true;  // it has been here already
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
